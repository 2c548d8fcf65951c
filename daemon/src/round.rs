//! Rounds: what one daemon at a time does at each tick. Posting and rendering is one, delivering
//! another, so that neither waits for the other.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::{StoreError, Writer};
use thiserror::Error;
use tokio::task::JoinError;

use crate::deliver;
use crate::duties::Lookout;
use crate::health::{Part, Vitals};
use crate::installation::Installation;
use crate::pipeline::PipelineError;
use crate::post;
use crate::render;
use crate::worker::{Busy, Workshop, aside};

/// A round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// What came in is posted, what was due is looked for, what was approved is rendered.
    Posting,
    /// What waits goes out.
    Delivering,
}

/// Why a round failed.
#[derive(Debug, Error)]
enum RoundError {
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("it broke off: {0}")]
    Broke(#[from] JoinError),
    #[error("it took more than {} s: a folder or the database does not answer", .0.as_secs())]
    TimedOut(Duration),
}

impl Round {
    /// Every round.
    pub(crate) const ALL: [Self; 2] = [Self::Posting, Self::Delivering];

    /// The turn at it, which one daemon at a time has.
    pub(crate) const fn turn(self) -> &'static str {
        match self {
            Self::Posting => "posting",
            Self::Delivering => "delivering",
        }
    }

    const fn part(self) -> Part {
        match self {
            Self::Posting => Part::Posting,
            Self::Delivering => Part::Delivering,
        }
    }

    /// How long it goes on after it should end, so that no mail is cut in the middle: nobody would
    /// know what became of it.
    fn patience(self, installation: &Installation) -> Duration {
        let mail = installation.settings.mail.as_ref();
        match self {
            Self::Posting => Duration::ZERO,
            // Connection, offer, message.
            Self::Delivering => Duration::from_secs(
                mail.map_or(0, |it| it.timeout_s + it.timeout_s + it.data_timeout_s),
            ),
        }
    }

    /// Does it, unless it is in hand already, or is another daemon's.
    pub(crate) async fn go(self, shop: Workshop, vitals: Arc<Vitals>) {
        let (installation, writer) = (Arc::clone(&shop.installation), shop.writer.clone());
        match self {
            Self::Posting => {
                let lookout = Arc::clone(&shop.lookout);
                let work =
                    move || async move { post_and_render(&installation, &writer, &lookout).await };
                self.attend((&shop, &vitals), work).await;
            }
            Self::Delivering => {
                let (until, inside) = (Instant::now() + limit(&shop), shop.clone());
                let work = move || async move {
                    let goes_on = || inside.is_working() && Instant::now() < until;
                    deliver::deliver_while(&installation, &writer, goes_on).await?;
                    Ok(())
                };
                self.attend((&shop, &vitals), work).await;
            }
        }
    }

    /// Does the work of a round, and says how it went. One that hangs has been said to be unwell,
    /// and is not joined by a second one.
    async fn attend<F: Future<Output = Result<(), PipelineError>>>(
        self,
        (shop, vitals): (&Workshop, &Vitals),
        work: impl FnOnce() -> F + Send + 'static,
    ) {
        let Some(busy) = shop.busy(("round", self.turn())) else { return };
        let left = async {
            shop.gone().await;
            tokio::time::sleep(self.patience(&shop.installation)).await;
        };
        let went = tokio::select! {
            went = self.in_turn(shop, busy, work) => went,
            () = left => return,
        };
        if let Err(error) = &went {
            tracing::error!(round = self.turn(), %error, "a round failed");
        }
        vitals.went(self.part(), went.is_ok());
    }

    /// Does the work while it is this daemon's turn, within the time that a job may take.
    async fn in_turn<F: Future<Output = Result<(), PipelineError>>>(
        self,
        shop: &Workshop,
        busy: Busy,
        work: impl FnOnce() -> F + Send + 'static,
    ) -> Result<(), RoundError> {
        if !self.take(shop).await? {
            return Ok(());
        }
        let work = aside(move || async move {
            let _busy = busy;
            work().await
        });
        let limit = limit(shop) + self.patience(&shop.installation);
        tokio::select! {
            went = work => Ok(went??),
            () = self.keep(shop) => Ok(()),
            () = tokio::time::sleep(limit) => {
                shop.writer.end_turn(self.turn(), &shop.holder).await?;
                Err(RoundError::TimedOut(limit))
            }
        }
    }

    async fn take(self, shop: &Workshop) -> Result<bool, StoreError> {
        let now = shop.installation.clock.now();
        shop.writer.take_turn(self.turn(), shop.lease(now), now).await
    }

    /// Keeps the turn; returns when it is lost.
    async fn keep(self, shop: &Workshop) {
        loop {
            tokio::time::sleep(shop.renewal()).await;
            match self.take(shop).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a turn could not be kept"),
            }
        }
    }
}

fn limit(shop: &Workshop) -> Duration {
    Duration::from_secs(shop.installation.settings.daemon.job_limit_s)
}

/// Each part is done although the one before failed; the first failure is the round's.
async fn post_and_render(
    installation: &Installation,
    writer: &Writer,
    lookout: &Lookout,
) -> Result<(), PipelineError> {
    let posted = post::post_waiting(installation, writer).await;
    let watched = lookout.watch(installation, writer).await;
    let rendered = render::render_approved(installation, writer).await;
    posted?;
    watched?;
    rendered?;
    Ok(())
}

#[cfg(test)]
mod tests;
