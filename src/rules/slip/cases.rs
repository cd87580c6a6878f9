//! Cases of the loss of corrections.

use super::*;
use crate::standard::Standard;

/// Checks the loss of correcting the words in ⟦ ⟧ to the official words.
#[track_caller]
fn assert_loss(marked: &str, official: &str, expected: Loss) {
    assert_eq!(loss_of(marked, official), expected, "{marked}");
}

fn loss_of(marked: &str, official: &str) -> Loss {
    mend_marked(marked, official).loss
}

/// The correction of the words in ⟦ ⟧ and of the words beside them.
fn mend_marked(marked: &str, official: &str) -> Mended {
    let (start, end) =
        (marked.find('⟦').expect("the start"), marked.find('⟧').expect("the end") - '⟦'.len_utf8());
    let form = &Standard::official().form(2023).tables[1];
    mend(
        &marked.replace(['⟦', '⟧'], ""),
        &[TextRange::new(start, end)],
        official,
        form,
        |letter| letter == '量',
    )
}

#[test]
fn a_letter_or_two_within_are_a_slip() {
    let official = "一、本年新收政府信息公开申请数量";
    for label in [
        "⟦一、本年度新收政府信息公开申请数量⟧ 3",
        "⟦一、本年新收政府信息公开申请数⟧ 3",
        "⟦一、本年新收的政府信息公开的申请数量⟧ 3",
        "⟦本年新收政府信息公开申请数量⟧ 3",
        "⟦一、本年收到政府信息公开申请数量⟧ 3",
        "⟦一、本年新收政府信息公开申请数量量⟧ 3",
        "⟦一、 本年度新收政府\n信息公开申请数量⟧ 3",
    ] {
        assert_loss(label, official, Loss::Slip);
    }
}

#[test]
fn an_end_that_stands_in_the_next_line_with_a_slip_in_it_is_not_written_again() {
    let official = "7.属于行政执法案卷";
    for label in [
        "⟦7.属于行政执⟧ 0 0 2\n法呼卷\n",
        "⟦7.属于行政⟧ 0 0 2\n执法安卷\n",
        "⟦7.属于行政执⟧ 0\n8.其他 0\n法卷\n",
    ] {
        assert_loss(label, official, Loss::Harm);
    }
    for label in
        ["⟦7.属于行政执⟧ 0 0 2\n8.属于行政查询事项 1\n", "⟦7.属于行政执⟧ 0 0 2\n（四）无法提供\n"]
    {
        assert_ne!(loss_of(label, official), Loss::Harm, "{label}");
    }
}

#[test]
fn a_value_before_a_label_is_not_made_its_number() {
    let official = "3.要求提供公开出版物";
    for label in [
        "2.重复申请 0 0 ⟦1要求提供公开出版物⟧ 0 0",
        "2.重复申请 0 0\n⟦0.要求提供公开出版物⟧ 0 0",
        "⟦0要求提供公开出版物⟧ 0",
    ] {
        assert_loss(label, official, Loss::Harm);
    }
    assert_loss("⟦4.要求提供公开出版物⟧ 0", official, Loss::Slip);
}

#[test]
fn a_piece_that_stands_out_of_its_order_is_not_written_again() {
    let stable = "3.危及“三安全一稳定”";
    assert_loss("一稳定” | 0\n⟦3.危及“三安全⟧ | 1", stable, Loss::Harm);
    assert_loss("0 0\n息\n⟦5.属于三类内部事务信⟧ 1", "5.属于三类内部事务信息", Loss::Harm);
    assert_loss(
        "⟦5.属于三类内部事务信⟧ 1\n6.属于四类过程性信息 0",
        "5.属于三类内部事务信息",
        Loss::Slip,
    );
    let long = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";
    assert_loss(
        "机关不再\n⟦1.申请人无正当理由逾期不补正、行政处理其政府信息公开申请⟧ 0",
        long,
        Loss::Harm,
    );
}

#[test]
fn what_may_be_the_end_of_the_word_beside_it_is_not_written_over_unseen() {
    for (label, official) in [
        ("⟦法人或其他总计⟧", "法人或其他组织"),
        ("⟦自然或其他组织⟧", "法人或其他组织"),
        ("⟦法律服务其他⟧", "法律服务机构"),
        ("⟦商业企构⟧", "商业企业"),
    ] {
        assert_loss(label, official, Loss::Word);
    }
    assert_loss("⟦商业企叶⟧", "商业企业", Loss::Slip);
}

#[test]
fn a_number_at_the_end_of_the_line_above_is_not_written_again() {
    let official = "1.属于国家秘密";
    assert_eq!(loss_of("（三）不予公开 1 0 3 2 0 1 0 6\n⟦.属于国家秘密⟧\n", official), Loss::Word);
    assert_eq!(
        loss_of("（二）部分公开 0 3 2 0 1 0 6\n⟦.属于国家秘密⟧ 0 0\n", official),
        Loss::Slip
    );
}

#[track_caller]
fn assert_mended(marked: &str, official: &str, expected: &str) {
    let mended = mend_marked(marked, official);
    assert!(mended.loss < Loss::Harm, "{marked}");
    assert_eq!(
        crate::diagnostic::apply(&marked.replace(['⟦', '⟧'], ""), &mended.edits),
        expected,
        "{marked}"
    );
}

#[test]
fn words_in_pieces_are_mended_as_one() {
    for (marked, official, expected) in [
        ("⟦现行有效效件⟧<br>数<o:p></o:p></p>", "现行有效件数", "现行有效件<br>数<o:p></o:p></p>"),
        ("<td>申<br>⟦请人人情况⟧</td>", "申请人情况", "<td>申<br>请人情况</td>"),
        (
            "<span>复议</span><span>⟦后后起诉⟧</span>",
            "复议后起诉",
            "<span>复议</span><span>后起诉</span>",
        ),
        (
            "<td>⟦三、本度办理⟧<br>结果</td>",
            "三、本年度办理结果",
            "<td>三、本年度办理<br>结果</td>",
        ),
        ("<p>（</span><span>⟦七的总计⟧</p>", "（七）总计", "<p>（</span><span>七）总计</p>"),
        ("（）\n⟦予以公开⟧\n7\n", "（一）予以公开", "（一）\n予以公开\n7\n"),
        ("（六的）其\n\n⟦他处理⟧\n", "（六）其他处理", "（六）其\n\n他处理\n"),
        (
            "信息内容 年收\n⟦费金额（单位：万元）⟧\n",
            "本年收费金额（单位：万元）",
            "信息内容 本年收\n费金额（单位：万元）\n",
        ),
        (
            "总计 未经的\n⟦议直接起诉⟧ 复议后起诉\n",
            "未经复议直接起诉",
            "总计 未经复\n议直接起诉 复议后起诉\n",
        ),
        // In three lines; whole, but in pieces.
        ("三、\n⟦本年度半理⟧\n结果\n", "三、本年度办理结果", "三、\n本年度办理\n结果\n"),
        ("1.\n⟦属于国家秘密⟧ | 0", "1.属于国家秘密", "1.\n属于国家秘密 | 0"),
        // The neighbouring words are another word of the form.
        (
            "本年制发件数 ⟦本年废件数⟧ 现行有效件数",
            "本年废止件数",
            "本年制发件数 本年废止件数 现行有效件数",
        ),
        ("结果维持 ⟦结果纠⟧ 其他结果", "结果纠正", "结果维持 结果纠正 其他结果"),
    ] {
        assert_mended(marked, official, expected);
    }
}

#[test]
fn what_may_be_the_rest_with_a_slip_in_it_is_not_written_again() {
    for (marked, official) in [
        ("总计 ⟦结果维⟧\n的 结果纠正", "结果维持"),
        ("⟦三、本年度办理结⟧\n的果\t（一）予以公开\t3", "三、本年度办理结果"),
        ("（⟦三三）不予公⟧ 4.保护第三方合法权 0 0 0\n开 益\n", "（三）不予公开"),
        ("<td>未经<br>的</td><td>⟦结果维⟧<br>的</td>", "结果维持"),
    ] {
        assert_eq!(loss_of(marked, official), Loss::Harm, "{marked}");
    }
    // A number alone in the line above may be the number of the label, or a value.
    assert_eq!(loss_of("2.重复申请\t1\n3\n⟦其他⟧\t0\t0", "3.其他"), Loss::Word);
}

#[test]
fn what_may_be_meant_is_no_slip() {
    let official = "1.属于国家秘密";
    for label in [
        "⟦1.属于国家秘密（件）⟧ 3",
        "⟦1.属于国家秘密、隐私⟧ 3",
        "⟦1.属于国家秘密无⟧ 3",
        "⟦1.属于国家秘密 略⟧ 3",
        "⟦1.属于国家秘密等三类事项⟧ 3",
        "⟦本1.属于国家秘密⟧ 3",
        "⟦（三）不予公开1.属于国家秘密⟧ 3",
        "⟦1.属于国家秘密kg⟧ 3",
        "⟦1.属于（原）国家秘密⟧ 3",
        "⟦1.属于国家秘密\u{200b}”（量）⟧ 3",
        "⟦1.属于 的 国家秘密⟧ 3",
    ] {
        assert_loss(label, official, Loss::Word);
    }
}

#[test]
fn a_mark_in_a_letters_place_is_a_slip_within_the_words_alone() {
    let official = "1.本机关不掌握相关政府信息";
    for (label, expected) in [
        ("⟦1.本机关不、握相关政府信息⟧ 3", Loss::Slip),
        ("⟦1.本机关不掌握相关政府信/⟧ 3", Loss::Word),
        ("⟦1.本机关不掌握相关政府信-⟧ 3", Loss::Word),
        ("⟦1.本机关不（握相关政府信息⟧ 3", Loss::Word),
        ("⟦1.本机关不掌握、相关的政府信息⟧ 3", Loss::Word),
        ("⟦？.本机关不掌握相关政府信息⟧ 3", Loss::Word),
    ] {
        assert_loss(label, official, expected);
    }
}

#[test]
fn a_number_is_never_taken_away() {
    for label in [
        "⟦2.重复申请 3⟧ | 0",
        "⟦2.重复申请3⟧ | 0",
        "⟦12.重复申请⟧ | 0",
        "⟦2.重复申请①⟧ | 0",
        "⟦2.重复申请３⟧",
        "⟦2.重复申请（注1）⟧",
    ] {
        assert_loss(label, "2.重复申请", Loss::Harm);
    }
}

#[test]
fn words_that_stand_beside_the_label_are_not_added() {
    let official = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";
    for label in [
        "| 1\n⟦.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请⟧ | 0",
        "| 1.\n⟦申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请⟧ | 0",
        "\t1.申请人无正当理由逾期不补正、\n⟦行政机关不再处理其政府信息公开申请⟧\t0",
        "⟦1.申请人无正当理由逾期不补正、行政机关不再处理⟧\n其政府信息公开申请 0 0 0",
        "⟦1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申⟧\t请 0 0 0",
        "⟦1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开⟧ 0 0 0\n申请",
    ] {
        let mended = mend_marked(label, official);
        assert!(mended.loss == Loss::Harm || mended.edits.is_empty(), "{label}");
    }
    // The number behind the row above is a value.
    assert_loss(
        "| 0 | 1 |\n| ⟦申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请⟧ | 0",
        official,
        Loss::Slip,
    );
}
