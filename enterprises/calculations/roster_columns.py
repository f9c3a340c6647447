"""The columns of a roster: their headings, what else they are called, and how long their text may be."""

from config.common.spreadsheet.columns import ColumnSpec

COLUMNS: tuple[ColumnSpec, ...] = (
    ColumnSpec("number", "序号", ("编号", "序")),
    ColumnSpec("document_no", "文号", ("名单文号", "发文字号", "文件号", "发布文号", "公布文号")),
    ColumnSpec("name", "企业名称", ("单位名称", "企业名", "企业全称", "企业(单位)名称", "名称"), True),
    ColumnSpec(
        "uscc", "统一社会信用代码", ("社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码号")
    ),
    ColumnSpec("old_code", "组织机构代码", ("组织机构代码证号", "机构代码", "法人代码")),
    ColumnSpec(
        "industry", "所属行业", ("行业", "行业名称", "行业类别", "行业代码", "国民经济行业", "行业类型")
    ),
    ColumnSpec(
        "county",
        "县(市区)",
        (
            "县(市、区)",
            "县(区)",
            "县(区、市)",
            "县区",
            "区县",
            "区(县)",
            "县",
            "所在县",
            "所在区县",
            "县市区",
        ),
    ),
    ColumnSpec("city", "设区市", ("市", "所在市", "地市", "地级市", "所属市", "所在地市", "设区的市")),
    ColumnSpec("authority", "名单发布机关", ("发布机关", "发布单位", "公布机关", "名单公布机关", "发文机关")),
    ColumnSpec(
        "published_on", "名单发布日期", ("发布日期", "公布日期", "名单公布日期", "发文日期", "发布时间")
    ),
    ColumnSpec(
        "categories", "类别", ("企业类别", "名单类别", "类型", "审核类别", "重点企业类别", "类别名称"), True
    ),
    ColumnSpec("reason", "入列原因", ("列入原因", "原因", "入选原因", "列入理由", "备注原因")),
    ColumnSpec("address", "地址", ("企业地址", "详细地址", "生产地址", "单位地址", "厂址")),
    ColumnSpec("permits", "排污许可证编号", ("排污许可证号", "排污许可编号", "许可证编号")),
    ColumnSpec("legal_representative", "法定代表人", ("法人代表", "法人", "负责人")),
    ColumnSpec("scale", "规模", ("企业规模", "规模类型")),
)
HEADINGS = {spec.key: spec.heading for spec in COLUMNS}
LONGEST = {
    "name": 120,
    "industry": 120,
    "county": 40,
    "city": 40,
    "document_no": 60,
    "authority": 80,
    "reason": 300,
    "address": 200,
    "legal_representative": 60,
}
