"""pci: kế hoạch nâng cao chỉ số năng lực cạnh tranh cấp tỉnh, theo dõi và báo cáo."""

__version__ = "0.1.0"
