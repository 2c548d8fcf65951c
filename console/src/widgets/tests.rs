//! Every screen, drawn: snapshots, all sizes, hostile text.

use config::locale::Language;
use metrics::incident::Level;
use metrics::incident::lifecycle::IncidentAct;
use unicode_width::UnicodeWidthStr;

use crate::app::{Msg, Popup};
use crate::key::Key;
use crate::query::{Act, Problem};
use crate::screens::Kind;
use crate::testing::{Driver, World, text_of};
use crate::text::is_sendable;

/// What people may have submitted, and a token that must be seen where it is shown.
fn hostile() -> [(String, &'static str); 7] {
    [
        ("\u{1b}[2J\u{1b}]0;owned\u{7}".to_owned(), "<ESC>"),
        ("\u{1b}]52;c;cm0gLXJm\u{7}".to_owned(), "<ESC>"),
        ("\u{9b}31mred".to_owned(), "<9B>"),
        ("\u{202e}fdp.exe".to_owned(), "<U+202E>"),
        ("\u{200d}\u{2066}\u{e0041}\u{feff}x".to_owned(), "<U+200D>"),
        (format!("a{}", "\u{301}".repeat(500)), "<+496>"),
        (format!("\u{2028}{}", "很长".repeat(50_000)), "<U+2028>"),
    ]
}

#[test]
fn hostile_texts_reach_no_screen() {
    for (text, token) in hostile() {
        let world = World { text: text.clone() };
        for kind in Kind::ALL {
            let mut driver = Driver::to(Language::En, world.clone(), kind);
            for (width, height) in [(80, 24), (140, 60)] {
                let buffer = driver.drawn(width, height);
                let sent = buffer.content.iter().all(|cell| is_sendable(cell.symbol()));
                assert!(sent, "{kind:?} {text:?}");
            }
            // The whole text shows what is hidden in it.
            driver.keys(&[Key::Char('v')]);
            let whole = driver.drawn(140, 60);
            assert!(whole.content.iter().all(|cell| is_sendable(cell.symbol())));
            let shows_submitted = !matches!(
                kind,
                Kind::Scorecard
                    | Kind::Gains
                    | Kind::Indicator
                    | Kind::Jobs
                    | Kind::Evaluations
                    | Kind::Raw
                    | Kind::Finding
                    | Kind::Register
                    | Kind::Voucher
            );
            if shows_submitted {
                assert!(text_of(&whole).contains(token), "{kind:?} {token}\n{}", text_of(&whole));
            }
        }
    }
}

#[test]
fn nothing_submitted_stands_in_title_status_or_questions() {
    let world = World { text: "[OK] approved".to_owned() };
    for kind in Kind::ALL {
        let driver = Driver::to(Language::En, world.clone(), kind);
        let text = driver.text(100, 30);
        let lines: Vec<&str> = text.lines().collect();
        for line in [&lines[..2], &lines[27..]].concat() {
            assert!(!line.contains("[OK]"), "{kind:?} {line}");
        }
    }
}

#[test]
fn every_screen_is_drawn_at_every_size() {
    std::thread::scope(|scope| {
        for kinds in Kind::ALL.chunks(4) {
            scope.spawn(|| kinds.iter().for_each(|kind| sweep(*kind)));
        }
    });
}

/// Draws a screen at every size, and its popups at many.
fn sweep(kind: Kind) {
    let mut driver = Driver::to(Language::Zh, World::default(), kind);
    let popups = [None, Some('?'), Some(':'), Some('n'), Some('v')];
    // Popups lie over every screen alike.
    let count = if kind == Kind::Jobs { popups.len() } else { 1 };
    for popup in &popups[..count] {
        driver.model.popups.clear();
        if let Some(key) = popup {
            driver.keys(&[Key::Char(*key)]);
        }
        let (step_x, step_y) = if popup.is_some() { (7, 3) } else { (1, 1) };
        for width in (1..=120).step_by(step_x) {
            for height in (1..=40).step_by(step_y) {
                driver.drawn(width, height);
            }
        }
        driver.drawn(400, 150);
    }
}

#[test]
fn screens_at_both_sizes_in_both_languages() {
    for kind in Kind::ALL {
        for language in Language::ALL {
            let driver = Driver::to(language, World::default(), kind);
            let text = format!("{}\n{}", driver.text(80, 24), driver.text(100, 30));
            assert!(!text.contains("[console-"), "a word is missing: {text}");
            insta::assert_snapshot!(format!("{kind:?}-{}", language.as_str()), text);
        }
    }
}

/// Where there is room, level, trend and what to mend first stand below the tree.
#[test]
fn a_wide_window_shows_more_beside_the_scorecard() {
    for language in Language::ALL {
        let driver = Driver::to(language, World::default(), Kind::Scorecard);
        insta::assert_snapshot!(format!("wide-{}", language.as_str()), driver.text(120, 40));
    }
}

#[test]
fn popups_and_states() {
    let mut driver = Driver::to(Language::En, World::default(), Kind::Jobs);
    driver.keys(&[Key::Char('n')]);
    insta::assert_snapshot!("form", driver.text(80, 24));
    driver.keys(&[Key::Enter]);
    insta::assert_snapshot!("confirm", driver.text(80, 24));
    driver.keys(&[Key::Escape, Key::Char('?')]);
    insta::assert_snapshot!("help", driver.text(80, 24));
    driver.keys(&[Key::Escape, Key::Char(':'), Key::Char('o'), Key::Char('p')]);
    insta::assert_snapshot!("palette", driver.text(80, 24));
    driver.keys(&[Key::Escape, Key::Char('q')]);
    insta::assert_snapshot!("leave", driver.text(80, 24));
    insta::assert_snapshot!("too-small", driver.text(48, 12));
}

#[test]
fn loading_failing_and_looking_only() {
    let mut model = crate::testing::model(Language::En, None);
    let commands = crate::app::update(&mut model, Msg::Opened);
    let ticket = commands.iter().find_map(|command| match command {
        crate::app::Cmd::Load(crate::app::Slot::Main, ticket, _) => Some(*ticket),
        _ => None,
    });
    let ticket = ticket.unwrap();
    for _ in 0..4 {
        crate::app::update(&mut model, Msg::Woken(ticket));
    }
    let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 16));
    super::draw(&model, &mut buffer);
    insta::assert_snapshot!("loading", text_of(&buffer));
    let problem = Problem::detailed("problem-database", "the database failed");
    crate::app::update(&mut model, Msg::Loaded(ticket, Err(problem)));
    buffer.reset();
    super::draw(&model, &mut buffer);
    insta::assert_snapshot!("failed", text_of(&buffer));
}

/// Box drawing and most signs are two columns wide on many Chinese desktops.
#[test]
fn our_words_have_one_width_in_every_terminal() {
    for language in Language::ALL {
        for kind in Kind::ALL {
            let mut driver = Driver::to(language, World::default(), kind);
            driver.model.context.names.clear();
            for line in driver.text(140, 50).lines() {
                // Sentences of rules are not the console's.
                let ours = line.replace(['“', '”'], "");
                assert_eq!(ours.width(), ours.width_cjk(), "{line}");
            }
        }
    }
}

#[test]
fn the_tab_that_one_is_on_is_seen_at_every_width() {
    for language in Language::ALL {
        for kind in Kind::TABS {
            let driver = Driver::to(language, World::default(), kind);
            for width in 60..=140 {
                let text = driver.text(width, 24);
                let word = driver.model.context.word(kind.word());
                let here = format!(" {word}]");
                assert!(text.lines().nth(1).unwrap().contains(&here), "{width} {kind:?}\n{text}");
            }
        }
    }
}

#[test]
fn the_question_before_a_delivery_is_sent_again() {
    let mut driver = Driver::to(Language::Zh, World::default(), Kind::Delivery);
    driver.keys(&[Key::Char('R')]);
    insta::assert_snapshot!("resend-zh", driver.text(80, 24));
}

/// Names as long as a register takes them, a number without an end, and what a terminal would obey.
#[test]
fn a_question_is_seen_whole_whatever_the_names() {
    let name = format!("name:{}", "公共数据授权运营有限公司".repeat(7));
    let number = format!("\u{1b}[2J\u{202e}{}", "事件编号".repeat(500));
    let acts = [IncidentAct::Upgrade(Level::EspeciallyMajor), IncidentAct::Archive];
    for (act, kind) in acts.into_iter().zip(["upgrade", "archive"]) {
        for language in Language::ALL {
            let mut driver = Driver::to(language, World::default(), Kind::Incidents);
            let (party, incident_no) = (name.parse().unwrap(), number.clone());
            let act = Act::OnIncident { party, incident_no, act, note: String::new() };
            driver.model.popups.push(Popup::confirm(act, 0));
            let text = driver.text(80, 24);
            let words = &driver.model.context;
            assert!(text.contains(words.word("confirm-audit").as_str()), "{text}");
            insta::assert_snapshot!(format!("confirm-{kind}-{}", language.as_str()), text);
        }
    }
}
