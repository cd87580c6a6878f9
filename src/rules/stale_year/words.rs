//! Words of sentences that name a year.

/// Words about another year on purpose.
pub(super) const OTHER_YEAR: &[&str] = &[
    "上年",
    "上一年",
    "去年",
    "往年",
    "历年",
    "同比",
    "相比",
    "对比",
    "较",
    "比",
    "结转",
    "预算",
    "决算",
    "规划",
    "计划",
    "以来",
    "至今",
    "版",
    "延续",
    "连续",
    "截至目前",
    "起施行",
    "印发",
    "修订",
];

/// Words about the follow-up of last year's faults or report.
pub(super) const FOLLOW_UP: &[&str] = &["问题", "整改", "不足", "考核", "评估", "反馈"];

/// Words that refer to this report.
pub(super) const THIS_REPORT: &[&str] = &[
    "现公布",
    "现将",
    "现发布",
    "现向",
    "现予",
    "现就",
    "现编制",
    "现结合",
    "特编制",
    "特向社会",
    "特此公布",
    "编制本",
    "形成本",
    "撰写本",
    "本报告是",
    "本报告为",
];

/// The counts of a report's year, each kind with its words.
pub(super) const COUNTED: &[&[&str]] = &[
    &["规范性文件", "规章"],
    &["申请"],
    &["复议", "诉讼"],
    &["培训", "会议"],
    &["解读"],
    &["信息处理费", "收费", "收取"],
    &["留言", "信箱", "咨询", "热线", "回应"],
    &["建议", "提案"],
    &[
        "主动公开",
        "公开信息",
        "公开目录",
        "政府信息",
        "信息",
        "公众号",
        "网站",
        "微博",
        "动态",
        "公告",
    ],
];
