"""Looks up every locked library among known vulnerabilities, where a database can be reached."""

import json
import subprocess
import sys

from tools.forkserver import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def main() -> int:
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
    command += ["--progress-spinner", "off", "--format", "json"]
    command += [word for lock in LOCKS for word in ("-r", lock)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    listed = json.loads(done.stdout)["dependencies"] if done.stdout.startswith("{") else []
    known = [library for library in listed if "vulns" in library]
    if not known:
        print("không tới được cơ sở dữ liệu lỗ hổng: chưa soát thư viện nào", file=sys.stderr)
        return 0
    wrong = [(library, fault) for library in known for fault in library["vulns"]]
    for library, fault in wrong:
        mended = ", ".join(fault["fix_versions"]) or "chưa có"
        print(f"{library['name']} {library['version']}: {fault['id']}; bản đã sửa: {mended}")
    print(f"{len(known)}/{len(listed)} thư viện đã soát, {len(wrong)} lỗ hổng")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
