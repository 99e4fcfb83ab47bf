import RosterSettings
import Testing

@Suite("Precedence")
struct PrecedenceTests {
    @Test("flags win over the environment, the environment over the file, the file over defaults")
    func order() throws {
        try withFile("roster.yaml", "trash: {days: 3}\nlog.level: error\nadmin.name: file\n") {
            path in
            let loaded = try load(
                ["--trash-days=1", "--config=\(path)"],
                environment: ["ROSTER_TRASH_DAYS": "2", "ROSTER_LOG_LEVEL": "debug"])
            #expect(loaded.settings.trashDays == 1)
            #expect(loaded.effective("trash.days")?.source == .flag)
            #expect(loaded.settings.logLevel == .debug)
            #expect(loaded.effective("log.level")?.source == .environment)
            #expect(loaded.settings.adminName == "file")
            #expect(loaded.effective("admin.name")?.source == .file(path: path))
            #expect(loaded.effective("listen")?.source == .default)
            #expect(loaded.configurationFile == path)
        }
    }

    @Test("ROSTER_CONFIG names the file; --config wins over it")
    func configurationFile() throws {
        try withFile("a.yaml", "trash.days: 5") { first in
            try withFile("b.json", #"{"trash": {"days": 6}}"#) { second in
                let environment = ["ROSTER_CONFIG": first]
                #expect(try load(environment: environment).settings.trashDays == 5)
                let loaded = try load(["--config", second], environment: environment)
                #expect(loaded.settings.trashDays == 6)
                #expect(loaded.configurationFile == second)
            }
        }
    }

    @Test("a bad value that another source overrides does not stop the start")
    func overridden() throws {
        let loaded = try load(["--trash-days=7"], environment: ["ROSTER_TRASH_DAYS": "never"])
        #expect(loaded.settings.trashDays == 7)
    }

    @Test("variables that do not begin with ROSTER_ are none of Roster's")
    func otherVariables() throws {
        let environment = ["LISTEN": "x", "ROSTERS": "x", "roster_listen": "x", "PATH": "/bin"]
        #expect(try load(environment: environment).settings == Settings())
    }
}
