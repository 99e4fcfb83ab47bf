import CoreMetrics

extension ProcessMetrics {
    private static let clockHeld = "roster_clock_held"

    /// Whether purges and expiries wait for the clock to be believed, as of this scrape.
    func noteClock(isHeld: Bool) {
        registry.describe(
            Self.clockHeld,
            help: "1 while the clock is too far ahead to be believed, and purges wait.",
            kind: .gauge)
        registry.makeMeter(label: Self.clockHeld, dimensions: []).set(isHeld ? 1.0 : 0.0)
    }
}
