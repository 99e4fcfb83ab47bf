import RosterCore
import RosterSettings
import Testing

@testable import RosterServer

@Suite("The doctor's judgements")
struct JudgementTests {
    @Test(
        "free space is judged by bytes, by share and by files",
        arguments: [
            (DiskSpace(free: 50 << 30, of: 100 << 30), [Finding.Level.fine]),
            (DiskSpace(free: 99 << 20, of: 1 << 30), [.failure]),
            (DiskSpace(free: 101 << 20, of: 1 << 30), [.warning]),
            (DiskSpace(free: 9 << 30, of: 1000 << 30), [.failure]),
            (DiskSpace(free: 11 << 30, of: 1000 << 30), [.warning]),
            (DiskSpace(free: 50 << 30, of: 100 << 30, files: 9, of: 1000), [.fine, .failure]),
            (DiskSpace(free: 50 << 30, of: 100 << 30, files: 49, of: 1000), [.fine, .warning]),
            (DiskSpace(free: 50 << 30, of: 100 << 30, files: 50, of: 1000), [.fine]),
        ])
    func disk(_ space: DiskSpace, _ levels: [Finding.Level]) {
        let findings = DiskCheck.findings(space, "/data")
        #expect(findings.map(\.level) == levels, "\(findings)")
        #expect(findings.complaints.allSatisfy { $0.mend?.contains("--data") == true })
    }

    @Test("the clock is judged by this release, by what is written, and by the system")
    func clock() {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        func level(
            _ now: Timestamp, written: Timestamp? = nil, unsynchronised: Bool = false
        ) -> [Finding.Level] {
            ClockCheck.findings(
                now: now, newestWritten: written, isUnsynchronised: unsynchronised
            ).map(\.level)
        }
        #expect(level(now) == [.fine])
        #expect(level(Timestamp(milliseconds: 1_767_225_599_000)) == [.failure])
        #expect(level(now, written: now.adding(seconds: 60)) == [.fine])
        #expect(level(now, written: now.adding(seconds: 61)) == [.failure])
        #expect(level(now, unsynchronised: true) == [.warning])
    }

    @Test("few open files and a large log are warned of")
    func limits() {
        #expect(OpenFilesCheck.findings(limit: 4096).map(\.level) == [.fine])
        let few = OpenFilesCheck.findings(limit: 4095)
        #expect(few.map(\.level) == [.warning] && few[0].mend?.contains("ulimit") == true)
        #expect(DatabaseFileCheck.logFindings("/x-wal", bytesCount: 4 << 20).isEmpty)
        let large = DatabaseFileCheck.logFindings("/x-wal", bytesCount: 300 << 20)
        #expect(large.map(\.level) == [.warning] && large[0].text.contains("300 MiB"))
    }

    @Test("subjects that are settings stand in the settings table")
    func keys() {
        let known = Set(SettingsTable.rows.map(\.key))
        let fields: [PartialKeyPath<RosterSettings.Settings>] = [
            \.dataFolder, \.database, \.secretFile, \.listen, \.iamListen, \.publicURL,
            \.tlsCertificate, \.tlsKey, \.mailURL, \.smsURL, \.deliveryAuthorities, \.adminName,
        ]
        let keys = fields.map { SettingsTable.key(of: $0) }
        #expect(known.isSuperset(of: keys) && Set(keys).count == fields.count, "\(keys)")
        #expect(SettingsTable.key(of: \.iamListen) == "iam.listen")
    }
}

extension DiskSpace {
    init(
        free freeBytes: UInt64, of totalBytes: UInt64, files freeFiles: UInt64 = 0,
        of totalFiles: UInt64 = 0
    ) {
        self.init(
            freeBytes: freeBytes, totalBytes: totalBytes, freeFiles: freeFiles,
            totalFiles: totalFiles)
    }
}
