"""Why a spreadsheet is not read, for people: what it is and how to mend it, by refusal code."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, object] = {
    "kind": _("只能读取 .xlsx 和 .csv 文件。请在 Excel 或 WPS 中另存为 .xlsx 再上传。"),
    "empty": _("文件是空的。请确认选对了文件，并在保存后再上传。"),
    "packed": _("文件超过 %(most)s MB，不予读取。请删去图片和多余的工作表，或分成几个文件上传。"),
    "encrypted": _("文件设有打开密码，无法读取。请在 Excel 中取消密码，另存后再上传。"),
    "old_excel": _("这是旧版 Excel（.xls）格式，不予读取。请在 Excel 或 WPS 中另存为 .xlsx 再上传。"),
    "not_xlsx": _("文件的扩展名是 .xlsx，内容却不是 Excel 工作簿。请用 Excel 打开，另存为 .xlsx 再上传。"),
    "not_csv": _("文件的扩展名是 .csv，内容却是 Excel 工作簿。请把扩展名改为 .xlsx，或另存为 CSV 再上传。"),
    "macros": _("文件含有宏，不予读取。请另存为不含宏的“Excel 工作簿（*.xlsx）”再上传。"),
    "binary_workbook": _("这是二进制工作簿（.xlsb），不予读取。请另存为 .xlsx 再上传。"),
    "external_links": _(
        "文件链接到其他文件或外部数据，不予读取。请在 Excel 的“数据”页断开链接，保存后再上传。"
    ),
    "doctype": _("文件内部含有 DOCTYPE 声明，正常的表格不会有，不予读取。请把内容粘贴到新的工作簿再上传。"),
    "entries": _("文件内部超过 %(most)s 个部件，不予读取。请新建一个工作簿，只粘贴需要的表格再上传。"),
    "unpacked": _("文件展开后超过 %(most)s MB，不予读取。请删去多余的行、格式和图片，或分成几个文件上传。"),
    "ratio": _("文件展开后超过原来的 %(most)s 倍，不予读取。请把内容粘贴到新的工作簿再上传。"),
    "far_cell": _(
        "表格用到了第 %(rows)s 行以后或第 %(columns)s 列以后的单元格，不予读取。"
        "请删去数据以外的行和列（含仅有格式的），或分成几个文件上传。"
    ),
    "structure": _("文件的内部结构不合规范，不予读取。请用 Excel 或 WPS 打开，另存为新的 .xlsx 再上传。"),
    "damaged": _("文件已损坏或不完整。请重新下载或导出，能在 Excel 中打开后再上传。"),
    "utf16": _("文件是 Unicode（UTF-16）文本，不予读取。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”再上传。"),
    "not_text": _("文件的扩展名是 .csv，内容却不是文本。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”再上传。"),
    "encoding": _("认不出文件的文字编码，不予读取。请在 Excel 中另存为“CSV UTF-8（逗号分隔）”再上传。"),
    "csv_quotes": _(
        "第 %(line)s 行附近的引号不成对，或单元格内容过长。请用 Excel 检查，另存为 .xlsx 再上传。"
    ),
    "slow": _("这个文件无法安全读取：用时超过了 %(most)s 秒。请删去多余的行列和格式，或分成几个文件。"),
    "unreadable": _(
        "这个文件无法安全读取：内容损坏，或展开后太大。"
        "请用 Excel 或 WPS 打开，另存为新的 .xlsx 再上传；仍不行时请分成几个文件。"
    ),
}
