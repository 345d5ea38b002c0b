"""pci: kế hoạch nâng cao chỉ số năng lực cạnh tranh cấp tỉnh, theo dõi và báo cáo."""

__version__ = "1.0.0"
