use std::path::Path;
use dataset::{examine};
#[test]
fn measure() {
    let dir = std::env::var("NEAR_DIR").unwrap();
    let mut hashes = Vec::new();
    let mut files: Vec<_> = walk(Path::new(&dir));
    files.sort();
    let most: usize = std::env::var("NEAR_MOST").ok().and_then(|m| m.parse().ok()).unwrap_or(400);
    files.truncate(most);
    let mut same = std::collections::BTreeMap::<&str, Vec<u32>>::new();
    for f in &files {
        let bytes = std::fs::read(f).unwrap();
        let Ok((facts, px)) = examine("x", &bytes) else { continue };
        let Some(h) = facts.hash else { println!("flat {f:?}"); continue };
        let mut again = |name: &'static str, p: &vision::picture::Pixels, q: u8| {
            let j = p.encode_jpeg(q).unwrap();
            if let Ok((f2, _)) = examine("x", &j) { if let Some(h2) = f2.hash { same.entry(name).or_default().push(h.distance(&h2)); } }
        };
        again("q50", &px, 50);
        again("q20", &px, 20);
        let half = px.fit_within(px.width().max(px.height()) / 2);
        again("half", &half, 85);
        let bright: Vec<u8> = px.data().iter().map(|v| (f32::from(*v) * 1.15).min(255.0) as u8).collect();
        again("bright", &vision::picture::Pixels::new(px.width(), px.height(), bright).unwrap(), 85);
        // crop 2 %
        let (w, hh) = (px.width() as usize, px.height() as usize);
        let (cx, cy) = (w / 50, hh / 50);
        let mut data = Vec::new();
        for y in cy..hh - cy { data.extend_from_slice(&px.data()[(y * w + cx) * 3..(y * w + w - cx) * 3]); }
        again("crop2%", &vision::picture::Pixels::new((w - 2 * cx) as u32, (hh - 2 * cy) as u32, data).unwrap(), 85);
        hashes.push((f.clone(), h));
    }
    for (k, mut v) in same { v.sort(); println!("{k}: median {} p95 {} max {}", v[v.len() / 2], v[v.len() * 95 / 100], v[v.len() - 1]); }
    let mut d: Vec<(u32, usize, usize)> = Vec::new();
    for i in 0..hashes.len() { for j in 0..i { d.push((hashes[i].1.distance(&hashes[j].1), i, j)); } }
    d.sort();
    println!("{} pictures; distances of pairs: min {} 1% {} 10% {} median {}", hashes.len(), d[0].0, d[d.len() / 100].0, d[d.len() / 10].0, d[d.len() / 2].0);
    for t in [4, 8, 10, 12, 16, 20, 24, 31] { println!("  <= {t}: {} pairs", d.iter().filter(|x| x.0 <= t).count()); }
    for (x, i, j) in d.iter().take(6) { println!("  {x} {:?} {:?}", hashes[*i].0.file_name().unwrap(), hashes[*j].0.file_name().unwrap()); }
}
fn walk(p: &Path) -> Vec<std::path::PathBuf> {
    let mut v = Vec::new();
    for e in std::fs::read_dir(p).unwrap() { let e = e.unwrap().path(); if e.is_dir() { v.extend(walk(&e)); } else { v.push(e); } }
    v
}
