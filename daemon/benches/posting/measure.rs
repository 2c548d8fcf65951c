//! CPU time, wall time and peak memory of programs, from `/proc` (Linux).

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Linux counts CPU time in hundredths of a second, whatever the kernel's own tick.
const MS_PER_TICK: u64 = 10;
/// How often the peak memory of a program is looked at; it only ever grows.
const LOOK_EVERY: Duration = Duration::from_millis(5);

pub(crate) type Done<T = ()> = Result<T, Box<dyn Error>>;

/// What one run cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) cpu_ms: u64,
    pub(crate) wall_ms: u64,
    pub(crate) peak_mib: u64,
}

/// Whether a program is installed.
pub(crate) fn is_there(program: &str) -> bool {
    let told = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    told.is_ok_and(|it| it.success())
}

/// Runs a program to its end, with a text on its standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Done<Cost> {
    let before_ms = cpu_ms("self", [16, 17])?;
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().ok_or("no standard input")?.write_all(input.as_bytes())?;
    let mut peak_kib = 0;
    let status = loop {
        peak_kib = peak_kib.max(self::peak_kib(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(LOOK_EVERY);
    };
    if !status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(Cost {
        cpu_ms: cpu_ms("self", [16, 17])? - before_ms,
        wall_ms: u64::try_from(begin.elapsed().as_millis())?,
        peak_mib: peak_kib / 1024,
    })
}

/// CPU time of this process so far.
pub(crate) fn own_cpu_ms() -> Done<u64> {
    cpu_ms("self", [14, 15])
}

/// CPU time of a server: its first process, the ended children of it and those that live. Read again when
/// a child ended in between, which would be counted at neither.
pub(crate) fn server_cpu_ms(first: u32) -> Done<u64> {
    let ended_ms = || cpu_ms(&first.to_string(), [16, 17]);
    loop {
        let before_ms = ended_ms()?;
        let mut sum_ms = before_ms + cpu_ms(&first.to_string(), [14, 15])?;
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.parse::<u32>().is_ok() && parent(&name).is_ok_and(|it| it == first) {
                sum_ms += cpu_ms(&name, [14, 15]).unwrap_or_default();
            }
        }
        if ended_ms()? == before_ms {
            return Ok(sum_ms);
        }
    }
}

/// The process that started another.
pub(crate) fn parent(process: &str) -> Done<u32> {
    Ok(stat(process)?.get(4 - 3).ok_or("odd /proc/*/stat")?.parse()?)
}

/// Fields of `/proc/*/stat`, counted from 1 as in proc(5), that are CPU times.
fn cpu_ms<const N: usize>(process: &str, fields: [usize; N]) -> Done<u64> {
    let values = stat(process)?;
    let ticks = |field: usize| values.get(field - 3).and_then(|it| it.parse::<u64>().ok());
    let ticks = fields.into_iter().map(ticks).sum::<Option<u64>>();
    Ok(ticks.ok_or("odd /proc/*/stat")? * MS_PER_TICK)
}

/// The fields from the third on; the second is the program in brackets.
fn stat(process: &str) -> Done<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, rest) = stat.rsplit_once(')').ok_or("odd /proc/*/stat")?;
    Ok(rest.split_whitespace().map(str::to_owned).collect())
}

fn peak_kib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Least, median and most.
pub(crate) fn spread(mut values: Vec<u64>) -> (u64, u64, u64) {
    values.sort_unstable();
    match (values.first(), values.get(values.len() / 2), values.last()) {
        (Some(&least), Some(&median), Some(&most)) => (least, median, most),
        _ => (0, 0, 0),
    }
}

/// Medians and the ratio of ours to the peer's in CPU time.
pub(crate) fn tell(peer: &str, ours: &[Cost], peers: &[Cost], aim: &str) {
    let cpu = |costs: &[Cost]| spread(costs.iter().map(|it| it.cpu_ms).collect());
    let peak = |costs: &[Cost]| costs.iter().map(|it| it.peak_mib).max().unwrap_or_default();
    let (our, their) = (cpu(ours), cpu(peers));
    println!("ours cpu median {} ms ({} to {}), peak {} MiB", our.1, our.0, our.2, peak(ours));
    println!(
        "{peer} cpu median {} ms ({} to {}), peak {} MiB",
        their.1,
        their.0,
        their.2,
        peak(peers)
    );
    println!("ratio {}, peer to ours {} ({aim})", ratio(our.1, their.1), ratio(their.1, our.1));
}

pub(crate) fn ratio(numerator: u64, denominator: u64) -> String {
    let hundredths = numerator * 100 / denominator.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
