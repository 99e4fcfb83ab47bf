import RosterCore
import Testing

@Suite("Looks of names") struct NameLooksTests {
    private func areMistaken(_ left: String, _ right: String) throws -> Bool {
        let looks = try AccountName(parsing: left).looks
        let others = try AccountName(parsing: right).looks
        #expect(looks.areMistaken(for: others) == others.areMistaken(for: looks))
        return looks.areMistaken(for: others)
    }

    @Test(
        "of two names that people mistake for each other are one",
        arguments: [
            ("admin", "аdmin"), ("coco", "сосо"), ("foo", "fo0"), ("foo", "F00"), ("barn", "bam"),
            ("alice", "aIice"), ("all", "a11"), ("a|b", "alb"), ("テスト", "テス卜"), ("o", "〇"),
        ])
    func alike(_ left: String, _ right: String) throws {
        #expect(try areMistaken(left, right))
    }

    @Test(
        "of other names are two",
        arguments: [
            ("foo", "fop"), ("user1", "user2"), ("张三", "张五"), ("ada", "ad"), ("bob", "rob"),
            ("jose", "josé"), ("admin", "adm1n"),
        ])
    func apart(_ left: String, _ right: String) throws {
        #expect(try !areMistaken(left, right))
    }

    @Test("are known of a key alone") func keys() throws {
        let looks = try AccountName(parsing: "admin").looks
        #expect(NameLooks(of: FoldedKey(folding: "ADRNIN")).areMistaken(for: looks))
    }
}
