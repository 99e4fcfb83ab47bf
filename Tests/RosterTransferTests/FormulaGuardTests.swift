import RosterTransfer
import RosterTestSupport
import Testing

/// THREATS 19.
@Suite("Cells that a spreadsheet would run")
struct FormulaGuardTests {
    private static func isDangerous(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        return [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains(first)
    }

    @Test(
        "are guarded, and come back",
        arguments: [
            ("", ""), ("a", "a"), ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"),
            ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\r\n=1", "'\r\n=1"), ("'", "'"), ("''", "''"),
            ("'a", "'a"), ("'=1", "''=1"), ("''=1", "'''=1"), ("a=1", "a=1"), (" =1", " =1"),
            ("=\u{301}", "'=\u{301}"), ("'\u{301}=", "'\u{301}="), ("-", "'-"),
        ])
    func cells(_ text: String, _ guarded: String) {
        #expect(Array(FormulaGuard.guarded(text).utf8) == Array(guarded.utf8))
        #expect(Array(FormulaGuard.unguarded(guarded).utf8) == Array(text.utf8))
    }

    @Test("never leave, and every text comes back byte for byte")
    func everyText() {
        let seed = UInt64.random(in: 1...1_000_000)
        var chance = SplitMix(state: seed)
        var dangerous = 0
        for _ in 0..<20_000 {
            let text = chance.hostileText()
            let guarded = FormulaGuard.guarded(text)
            if Self.isDangerous(text) { dangerous += 1 }
            #expect(!Self.isDangerous(guarded), "seed \(seed): \(text.debugDescription)")
            #expect(
                Array(FormulaGuard.unguarded(guarded).utf8) == Array(text.utf8),
                "seed \(seed): \(text.debugDescription)")
        }
        #expect(dangerous > 1000)
    }
}
