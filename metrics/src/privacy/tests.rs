//! What is found, what is not, and what stands on the boundary.

use proptest::prelude::*;

use super::*;
use crate::shipped::privacy as policy;

#[track_caller]
fn found(text: &str, expected: &str) {
    let policy = policy();
    let hits = scan(text, &policy);
    let ids: Vec<&str> = hits.iter().map(|it| it.pattern.id.as_str()).collect();
    assert_eq!(ids.join(" "), expected, "{text}");
}

// The right ones are the examples of GB 11643-1999; one of them happens to have the check digit of cards.
#[test]
fn identity_numbers_are_told_by_their_check_character() {
    for (text, expected) in [
        ("11010519491231002X", "identity-number"),
        ("11010519491231002x", "identity-number"),
        ("440524188001010014", "identity-number bank-card"),
        ("公民440524188001010014号", "identity-number bank-card"),
        ("110105194912310021", ""),
        ("440524188001010015", ""),
        ("440524188013010014", ""),
        ("44052418800101001", ""),
        ("4405241880010100142", ""),
        // As they were before 1999.
        ("15位身份证110105491231002", "identity-number"),
        ("110105491331002", ""),
        ("910105491231002", ""),
        ("110105-491231-002", ""),
        // Written so that a machine would not see it.
        ("１１０１０５１９４９１２３１００２Ｘ", "identity-number"),
        ("110105\u{200b}19491231\u{2060}002X", "identity-number"),
        ("110105 19491231 002X", "identity-number"),
        ("110105-1949-1231-002Х", "identity-number"),
        ("11O1O51949l231OO2Ⅹ", "identity-number"),
        ("一一〇一〇五一九四九一二三一零零二X", "identity-number"),
    ] {
        found(text, expected);
    }
}

#[test]
fn mobile_numbers_have_eleven_digits() {
    for (text, expected) in [
        ("13800138000", "mobile"),
        ("13800138000X先生", "mobile"),
        ("电话13800138000。", "mobile"),
        ("138 0013 8000", "mobile"),
        ("138-0013-8000", "mobile"),
        ("+86 138 0013 8000", "mobile-country mobile"),
        ("8613800138000", "mobile-country"),
        ("1380013800", ""),
        ("138001380001", ""),
        ("12800138000", ""),
        ("02138001380", ""),
        ("١٣٨٠٠١٣٨٠٠٠", "mobile"),
        ("𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "mobile"),
        ("l38OOl38OOO", ""),
        ("l38OO138000", "mobile"),
        ("2026 13800138000", "mobile"),
        ("138  0013  8000", "mobile"),
        ("138   0013   8000", ""),
        ("(138)0013-8000", "mobile"),
        ("+86(138)00138000", "mobile-country mobile"),
        ("1 3 8 0 0 1 3 8 0 0 0", ""),
        ("13 800 138 000", ""),
        // Addresses of computers.
        ("192.168.100.10", ""),
        ("172.16.100.100", ""),
        ("10.15.203.114", ""),
        ("版本 18.04.2026.311", ""),
        ("端口 135/139/445/13", ""),
        ("looooooooool", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn fixed_lines_have_the_code_of_their_area_apart() {
    for (text, expected) in [
        ("电话 021-62345678", "fixed-line"),
        ("(021)62345678", "fixed-line"),
        ("0512-6234567", "fixed-line"),
        ("02162345678", ""),
        ("62345678", ""),
        ("121-62345678", ""),
        ("021-6234567", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn cards_are_told_by_their_check_digit() {
    for (text, expected) in [
        // Published test numbers of card schemes.
        ("4111111111111111", "bank-card"),
        ("4111 1111 1111 1111", "bank-card"),
        ("5555-5555-5555-4444", "bank-card"),
        ("4111111111111112", ""),
        ("411111119911111", ""),
        ("6222021234567890122", ""),
        ("6200000000000000000", "bank-card"),
        ("62000000000000000000", ""),
    ] {
        found(text, expected);
    }
}

// The bounds of the forms stand in the answers that the pack names: nine characters, I and O left out; the
// first number of the new series of permits is CA0000001.
#[test]
fn documents_are_told_by_their_letters_and_the_number_of_digits() {
    for (text, expected) in [
        ("护照E12345678", "passport"),
        ("护照 e12345678。", "passport"),
        ("G12345678", "passport"),
        ("EA1234567", "passport"),
        ("EZ1234567", "passport"),
        // I and O are no letters of a series, but read as 1 and 0.
        ("EI1234567", "passport"),
        ("EI123456", ""),
        ("GA1234567", ""),
        ("E1234567", ""),
        ("E123456789", ""),
        ("EAB123456", ""),
        ("D12345678", ""),
        ("C12345678", "permit-hong-kong-macao"),
        ("CA0000001", "permit-hong-kong-macao"),
        ("H12345678", "permit-mainland"),
        ("H1234567801", "permit-mainland"),
        ("M1234567800", "permit-mainland"),
        ("M123456780", ""),
        ("HA1234567", ""),
        // Written so that a machine would not see it.
        ("Ｅ１２３４５６７８", "passport"),
        ("Е12345678", "passport"),
        ("E-12345678", "passport"),
        ("E1234\u{200b}5678", "passport"),
        ("E1234567O", "passport"),
        ("Н12345678", "permit-mainland"),
        // Parts of something longer, days and versions.
        ("AE12345678", ""),
        ("7E12345678", ""),
        ("RE-12345678", ""),
        ("E12345678X", ""),
        ("E12345678ab", ""),
        ("E12345678_1", ""),
        ("E 2026-03-12", ""),
        // Parted by blanks as digits are grouped, and no other sign: numbers of cases have those.
        ("护照 E12 345 678", "passport-parted"),
        ("E12  345　678", "passport-parted"),
        ("E1234 5678，有效期", "passport-parted"),
        ("EA1 234 567", "passport-parted"),
        ("EA123 4567", "passport-parted"),
        ("E 1234 5678", "passport-parted"),
        ("E12 345 678 2026-03-12", "passport-parted"),
        ("E12 345 6789", ""),
        ("E12 3456 78", ""),
        ("E1234-5678", ""),
        ("E2026-0312", ""),
        ("RE12 345 678", ""),
        ("H12 345 678", ""),
        // Amounts beside the name of a cell.
        ("E12 345 678 元", ""),
        ("E12 345 678元", ""),
        ("E12 345 678.00 元", ""),
        ("E12 345 678 901 人次", ""),
        ("E12 345 678 %", ""),
        // Motorways and trains before a date.
        ("G1503 2026年3月", ""),
        ("G1503 2026 年 3 月", ""),
        ("G7012 2026-03-12", ""),
        ("EA101 2026-03-12", ""),
        ("G1503 2026-13-12", "passport-parted"),
        ("G1503 2026-03-123", "passport-parted"),
        ("G1503 1899年", "passport-parted"),
        ("G1503 2100年", "passport-parted"),
        ("G1503 2026", "passport-parted"),
        ("E1234 5678 2026年到期", "passport-parted"),
        ("E12 345 678年", "passport-parted"),
        // A unit may begin a word, which nobody tells from it.
        ("E12 345 678 元旦前到期", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn accounts_are_told_by_their_label() {
    for (text, expected) in [
        ("微信号：abc123", "wechat"),
        ("微信号:abc12", ""),
        ("微信号：abcdefghij1234567890", "wechat"),
        ("微信号：abcdefghij12345678901", ""),
        ("微信号：1abcdef", ""),
        ("微信：li_lei-88，可联系", "wechat"),
        ("微信（li_lei-88）", "wechat"),
        ("WeChat ID: wxid_a1b2c3", "wechat"),
        ("微信（WeChat）小程序", ""),
        // Without a sign a digit or an underscore tells it from a word.
        ("微信号 abc123", "wechat"),
        ("微信 zhangsan_88", "wechat"),
        ("加微信zhangsan_88。", "wechat"),
        ("WeChat zhangsan_88", "wechat"),
        ("微信 zhangsan", ""),
        ("微信 zhang-san", ""),
        ("微信 ab_12", ""),
        ("微信 Android12 客户端", ""),
        ("微信小程序 v2_gateway", ""),
        ("微信 openid_20260312", ""),
        ("微信access_token泄露", ""),
        ("微信 session_key", ""),
        ("微信 user_id 字段", ""),
        ("微信：user_zhang", "wechat"),
        ("微信 accessor_1", "wechat"),
        ("WeChatPay2", ""),
        ("微信支付 API_v3", ""),
        ("微信号：未提供", ""),
        ("mywechat: abc123", ""),
        ("QQ：12345678", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn addresses_need_a_domain() {
    for (text, expected) in [
        ("li.lei@example.com", "email"),
        ("写信到 li＠example．com。", "email"),
        ("lі@ехample.com", "email"),
        ("li\u{200d}@example.com", "email"),
        ("@example.com", ""),
        ("li@example", ""),
        ("li@example.c", ""),
        ("li@.com", ""),
        ("at 5@ 3.50", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn names_are_told_by_what_stands_beside_them() {
    for (text, expected) in [
        ("联系人：李雷", "labelled-name"),
        ("联系人 ： 李雷，电话另告", "labelled-name"),
        ("Contact: Li Lei", "labelled-name"),
        ("联系人：李雷负责报送", "labelled-name"),
        ("联系人（李雷）", "labelled-name"),
        ("联系人  李雷", "labelled-name"),
        ("联系人：高明", "labelled-name"),
        ("联系人：欧阳修", "labelled-name"),
        ("姓名:李", ""),
        ("负责人于昨日报告", ""),
        ("负责人：信息中心", ""),
        ("责任人：未定", ""),
        ("hostname: web", ""),
        ("file_name: report", ""),
        ("name: Li", "labelled-name"),
        ("name of server", ""),
        ("联系人：无", ""),
        ("联系人：  李雷", "labelled-name"),
        ("联系人：   日期", ""),
        ("联系人：市数据管理中心", ""),
        ("联系人应当及时报告", ""),
        ("张某反映数据泄露", "addressed-name"),
        ("据王先生称", "addressed-name"),
        ("李雷雷女士", "addressed-name"),
        ("欧阳先生来电", "addressed-name"),
        ("司马光同志", "addressed-name"),
        ("对于某公司", ""),
        ("某公司", ""),
        ("先生", ""),
        ("本公司", ""),
        ("甲先生", ""),
    ] {
        found(text, expected);
    }
}

#[test]
fn what_operators_write_of_incidents_is_no_personal_data() {
    for text in [
        "",
        "接口鉴权缺陷导致个人信息泄露",
        "2026-03-10 23:30 发现，2026-03-11 03:10 报告",
        "incident--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "uscc:91310000MADEM0011A",
        "影响 1200000 人，损失 310000.00 元",
        "SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ] {
        found(text, "");
    }
}

#[test]
fn a_hit_says_where_it_begins() {
    let policy = policy();
    let hits = scan("甲\u{200b}乙 13800138000 和 li@example.com", &policy);
    assert_eq!(hits.iter().map(|it| it.character).collect::<Vec<_>>(), [5, 19]);
}

proptest! {
    /// Whatever the text, the search ends, and places are in it.
    #[test]
    fn any_text_is_searched(text in "\\PC{0,80}|[0-9oOlX \\-@.:张某先生联系人]{0,80}") {
        let policy = policy();
        let length = text.chars().count();
        for hit in scan(&text, &policy) {
            prop_assert!((1..=length).contains(&hit.character));
        }
    }

    /// A mobile number is found in its usual groups, whatever parts them.
    #[test]
    fn parting_hides_nothing(digits in "1[3-9][0-9]{9}", sign in "[ \\-._*()]{1,2}") {
        let parted = format!("{}{sign}{}{sign}{}", &digits[..3], &digits[3..7], &digits[7..]);
        let policy = policy();
        let is_mobile = |it: &Hit<'_>| it.pattern.id == "mobile";
        prop_assert!(scan(&parted, &policy).iter().any(is_mobile), "{}", parted);
    }
}
