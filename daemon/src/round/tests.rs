//! Rounds that hang, that fail, and that are told to stop.

use std::path::Path;
use std::sync::mpsc;

use config::settings::Settings;
use tokio::sync::watch;

use super::*;
use crate::worker::Phase;

/// A daemon with a name of its own, whose rounds may take a second.
async fn workshop(folder: &Path, name: &str) -> (Workshop, watch::Sender<Phase>) {
    let mut settings = Settings::default();
    settings.database.url = format!("sqlite:{}", folder.join("r.db").display());
    settings.daemon.name = Some(name.to_owned());
    settings.daemon.job_limit_s = 1;
    let installation = Installation::with(settings).unwrap();
    let writer = installation.writer().await.unwrap();
    Workshop::new(Arc::new(installation), writer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_hangs_is_left_said_and_not_joined_by_a_second_one() {
    let folder = tempfile::tempdir().unwrap();
    let (one, _one) = workshop(folder.path(), "one").await;
    let (two, _two) = workshop(folder.path(), "two").await;
    let vitals = Vitals::default();
    let (folder_answers, hangs) = mpsc::channel::<()>();
    let round = Round::Delivering;
    round.attend((&one, &vitals), move || async move { hangs.recv().or(Ok(())) }).await;
    assert!(!vitals.is_well(Part::Delivering));
    assert!(round.take(&two).await.unwrap(), "another daemon has its turn");

    round.attend((&one, &vitals), || async { unreachable!("the first one hangs") }).await;
    assert!(!vitals.is_well(Part::Delivering), "it is not well yet");
    Round::Posting.attend((&one, &vitals), || async { Ok(()) }).await;
    assert!(vitals.is_well(Part::Posting), "the other round goes on");
    drop(folder_answers);
}

#[tokio::test]
async fn a_round_that_fails_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let (shop, _phase) = workshop(folder.path(), "one").await;
    let vitals = Vitals::default();
    let fails = || async { Err(StoreError::Stopped("here").into()) };
    Round::Posting.attend((&shop, &vitals), fails).await;
    assert!(!vitals.is_well(Part::Posting));
    Round::Posting.attend((&shop, &vitals), || async { Ok(()) }).await;
    assert!(vitals.is_well(Part::Posting));
}

#[tokio::test]
async fn a_mail_on_its_way_ends_before_a_daemon_goes() {
    let folder = tempfile::tempdir().unwrap();
    let (mut shop, phase) = workshop(folder.path(), "one").await;
    let mail = "[mail]\nhost = \"localhost\"\nfrom = \"a@example.org\"\ntimeout_s = 1\n";
    let mail = Settings::parse(&folder.path().join("m.toml"), mail, &[]).unwrap().mail;
    let mut installation = Installation::clone(&shop.installation);
    installation.settings.mail = mail;
    shop.installation = Arc::new(installation);
    for (round, ends) in [(Round::Posting, false), (Round::Delivering, true)] {
        phase.send_replace(Phase::Working);
        let (sender, ended) = mpsc::channel();
        let (vitals, phase) = (Vitals::default(), &phase);
        let work = move || async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            sender.send(()).unwrap();
            Ok(())
        };
        let go = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            phase.send_replace(Phase::Gone);
        };
        tokio::join!(round.attend((&shop, &vitals), work), go);
        assert_eq!(ended.recv().is_ok(), ends, "{round:?}");
    }
}
