import RosterSettings
import Testing

@Suite("Flags and variables that are refused")
struct FlagTests {
    @Test(
        "a command line that is not flags with values is refused by name",
        arguments: [
            (["--colour", "red"], "--colour: is not a known flag"),
            (["--colour=red"], "--colour: is not a known flag"),
            (["--"], "--: is not a known flag"),
            (["--Listen=x"], "--Listen: is not a known flag; did you mean --listen?"),
            (["--publicURL", "x"], "--publicURL: is not a known flag; did you mean --public-url?"),
            (["serve"], "serve: is no flag; settings are written --name VALUE"),
            (["-v"], "-v: is no flag; settings are written --name VALUE"),
            (
                ["--data", "a", "b"],
                "b after --data: is no flag; a value that holds white space must be quoted"
            ),
            (
                ["--data=a", "b"],
                "b after --data: is no flag; a value that holds white space must be quoted"
            ),
            (
                ["--data"],
                "data (flag --data): needs a value; one that begins with -- is written --data=VALUE"
            ),
            (
                ["--data", "--listen=127.0.0.1:1"],
                "data (flag --data): needs a value; one that begins with -- is written --data=VALUE"
            ),
            (["--data=a", "--data", "b"], "data (flag --data): is given more than once"),
            (
                ["--config=a.yaml", "--config=a.yaml"],
                "config (flag --config): is given more than once"
            ),
        ])
    func refused(arguments: [String], line: String) {
        #expect(refusals(arguments).first == line)
    }

    @Test("a value may begin with dashes, hold = and hold commas")
    func oddValues() throws {
        #expect(try load(["--data=--x=y,z"]).settings.dataFolder == "--x=y,z")
        #expect(try load(["--data", "-x"]).settings.dataFolder == "-x")
    }

    @Test(
        "an unknown variable is refused by name",
        arguments: [
            ("ROSTER_COLOUR", "ROSTER_COLOUR: is not a known environment variable"),
            ("ROSTER_", "ROSTER_: is not a known environment variable"),
            (
                "ROSTER_PUBLICURL",
                "ROSTER_PUBLICURL: is not a known environment variable; did you mean ROSTER_PUBLIC_URL?"
            ),
        ])
    func variable(name: String, line: String) {
        #expect(refusals(environment: [name: "x"]) == [line])
    }
}
