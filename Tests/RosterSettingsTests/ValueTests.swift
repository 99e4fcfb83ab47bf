import Foundation
import RosterSettings
import Testing

@Suite("Values")
struct ValueTests {
    @Test("a good value is taken from a flag", arguments: SettingValues.good)
    func flag(key: SettingKey, text: String, shown: String) throws {
        let entry = try load(["\(key.flag)=\(text)"]).effective(key)
        #expect(entry?.value ?? "none" == shown)
        #expect(entry?.source == .flag)
    }

    @Test(
        "a good value is taken from the environment",
        arguments: SettingValues.good.filter { !$0.text.isEmpty })
    func environment(key: SettingKey, text: String, shown: String) throws {
        let entry = try load(environment: [key.environmentName: text]).effective(key)
        #expect(entry?.value ?? "none" == shown)
        #expect(entry?.source == .environment)
    }

    @Test("a good value is taken from a file", arguments: SettingValues.good)
    func file(key: SettingKey, text: String, shown: String) throws {
        try withFile("roster.yaml", yaml(key, "'\(text)'")) { path in
            let entry = try load(["--config", path]).effective(key)
            #expect(entry?.value ?? "none" == shown)
            #expect(entry?.source == .file(path: path))
        }
    }

    @Test(
        "a bad value is refused on one line with its key and flag",
        arguments: SettingValues.badTexts)
    func badFlag(key: SettingKey, text: String) {
        let lines = refusals(["\(key.flag)=\(text)"])
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("\(key) (flag \(key.flag)): ") == true)
    }

    @Test(
        "a bad value is refused on one line with its variable",
        arguments: SettingValues.badTexts.filter { !$0.text.isEmpty })
    func badEnvironment(key: SettingKey, text: String) {
        let lines = refusals(environment: [key.environmentName: text])
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("\(key) (environment \(key.environmentName)): ") == true)
    }

    @Test("the tables of values leave no key out")
    func allKeys() {
        let keys = Set(SettingsTable.rows.map(\.key)).subtracting([
            "tls.certificate", "tls.key", "delivery.authorities",
        ])
        #expect(Set(SettingValues.good.map(\.key)) == keys)
        #expect(Set(SettingValues.bad.map(\.key)) == keys)
    }

    @Test("all problems of all sources are told at once")
    func allAtOnce() throws {
        try withFile("roster.yaml", "trash.days: 0\ncolour: red\n") { path in
            let lines = refusals(
                ["--listen=x", "--color", "--config", path],
                environment: ["ROSTER_LOG_LEVEL": "loud", "ROSTER_COLOR": "1"])
            let keys = lines.map { $0.prefix { $0 != ":" && $0 != " " } }
            #expect(
                keys == [
                    "--color", "ROSTER_COLOR", "colour", "listen", "trash.days", "log.level",
                ])
        }
    }

    @Test("typed values reach their fields")
    func typed() throws {
        let settings = try load([
            "--listen=[::1]:0", "--surfaces=iam,tavern", "--database-url=postgres://u:p@h/d",
            "--mail-url=smtps://u:p@h", "--sms-url=file:/x", "--mail-from=A B <a@b>",
            "--time-zone=UTC", "--session-ttl=2d", "--cors-origins=https://a,https://b",
            "--admin-password=p,q r",
        ]).settings
        #expect(settings.listen.host == "::1")
        #expect(settings.listen.port == 0)
        #expect(settings.surfaces == .only([.iam, .tavern]))
        #expect(settings.surfaces.contains(.tavern) && !settings.surfaces.contains(.bitAnswer))
        #expect(settings.database == .postgres(url: "postgres://u:p@h/d"))
        #expect(settings.mailURL == .server(url: "smtps://u:p@h"))
        #expect(settings.smsURL == .folder("/x"))
        #expect(settings.mailFrom.name == "A B" && settings.mailFrom.address == "a@b")
        #expect(settings.timeZone.identifier == "UTC")
        #expect(settings.timeZone.zone.secondsFromGMT() == 0)
        #expect(settings.sessionTTLSeconds == 172_800)
        #expect(settings.corsOrigins == ["https://a", "https://b"])
        #expect(settings.adminPassword == "p,q r")
    }
}
