//! Files that were not read: in output for people and for programs.

use crate::reports::page::{self, Style};
use crate::support::Folder;

#[test]
fn a_page_around_a_report_in_another_page_is_not_checked() {
    let title = "云溪县园林局2023年政府信息公开工作年度报告";
    let page = |inner: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1>\
                 <p>发布时间：2024年1月20日</p>{inner}</body></html>"
        )
    };
    let whole = page::write(2023, Style::Clean, &|_, _, _| "0".to_owned());
    let folder = Folder::new(&[
        ("frame.html", &page("<IFRAME src=\"a.pdf\"></IFRAME>")),
        ("script.html", &page("<script>load()</script>")),
        ("plain.html", &page("<p>无</p>")),
        ("whole.html", &whole.replace("<body>", "<body><iframe src=\"x\"></iframe>")),
    ]);
    let run = |file: &str| folder.run(&["check", "--output-format", "concise", file]);
    let frame = run("frame.html");
    assert_eq!((frame.status, frame.codes().len()), (0, 0));
    assert!(frame.err.contains("嵌入的另一个网页或文件里（iframe）"), "{}", frame.err);
    let script = run("script.html");
    assert!(script.codes().is_empty() && script.err.contains("由脚本载入"), "{script:?}");
    assert!(run("plain.html").codes().contains(&"S003".to_owned()));
    assert!(run("whole.html").out.contains("检查了 1 份报告"));
}
