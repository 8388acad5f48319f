fn main() {
    let r = registry::Registry::vendored();
    let root = std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    for f in codegen::render_committed(&r).unwrap() {
        let p = root.join(&f.path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, f.text).unwrap();
    }
}
