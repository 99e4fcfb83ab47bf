import Foundation
import RosterSettings
import RosterTestSupport
import Testing

@Suite("roster completions")
struct CompletionTests {
    /// What bash offers for a line that ends at the cursor: all of `offers`, none of `not`.
    struct Line: Sendable, CustomTestStringConvertible {
        let typed: String
        var offers: [String] = []
        var not: [String] = []

        var testDescription: String { typed }
    }

    @Test(
        "bash offers verbs, options and settings, and values of both",
        arguments: [
            Line(typed: "roster ", offers: ["serve", "user", "manual"], not: ["--data"]),
            Line(typed: "roster us", offers: ["user"], not: ["serve"]),
            Line(typed: "roster user ", offers: ["list", "create"], not: ["serve"]),
            Line(typed: "roster user list --da", offers: ["--data", "--database-url"]),
            Line(typed: "roster user list --off", offers: ["--offset"], not: ["--data"]),
            Line(typed: "roster user list --status ", offers: ["active", "disabled"]),
            Line(typed: "roster user list --status=", offers: ["active"], not: ["--data"]),
            Line(typed: "roster completions ", offers: ["bash", "zsh", "fish"]),
            Line(typed: "roster --log-level ", offers: ["trace", "info"], not: ["user"]),
            Line(typed: "roster user list --log-level=de", offers: ["debug"], not: ["info"]),
            Line(typed: "roster --surfaces T", offers: ["Tavern", "ThinkSNS"], not: ["IAM"]),
            Line(typed: "roster --config ros", offers: ["roster.yaml"]),
            Line(typed: "roster --config=ros", offers: ["roster.yaml"]),
            Line(typed: "roster --listen 127.0.0.1:3000 us", offers: ["user"]),
            Line(typed: "roster --data user --tavern-auth=local user li", offers: ["list"]),
            Line(typed: "roster serve --data x --da", offers: ["--database-url"], not: ["--data"]),
            Line(typed: "roster user create -- --da", not: ["--data"]),
            Line(typed: "roster --mail-url ", not: ["user", "--data"]),
        ])
    func bash(_ line: Line) async throws {
        let offered = try await Self.bashOffers(line.typed)
        for word in line.offers { #expect(offered.contains(word), "\(word): \(offered)") }
        for word in line.not { #expect(!offered.contains(word), "\(word): \(offered)") }
    }

    @Test("bash offers every verb where it stands, and every option and setting")
    func everything() async throws {
        let settings = SettingsReference.entries.map(\.key.flag)
        for verb in try await DescribedVerb.all() {
            let parents = verb.path.dropLast()
            let before = (["roster"] + parents).joined(separator: " ") + " "
            #expect(try await Self.bashOffers(before).contains(verb.path.last ?? ""), "\(verb)")
            // The parser's function counts positional arguments that are there.
            let after = (["roster"] + verb.path).joined(separator: " ") + " --"
            let offered = Set(try await Self.bashOffers(after))
            let taken = settings.filter {
                $0 != "--surfaces" || ["serve", "config", "doctor"].contains(verb.path[0])
            }
            #expect(offered.isSuperset(of: taken), "\(verb)")
            #expect(offered.contains("--surfaces") == taken.contains("--surfaces"), "\(verb)")
            if verb.isLeaf {
                let options = verb.options.filter { $0.hasPrefix("--") }
                #expect(offered.isSuperset(of: options), "\(verb) \(options)")
            }
        }
    }

    @Test("every script names every setting, and is one that its shell can read")
    func scripts() async throws {
        // The functions around the parser's own.
        for (shell, ours) in [
            ("bash", "__roster_settings()"), ("zsh", "__roster_verbs \""),
            ("fish", "function __roster_tokens\n    set -l settings"),
        ] {
            let script = try await Self.script(shell)
            #expect(script.contains(ours), "\(shell)")
            for setting in SettingsReference.entries {
                let flag = setting.key.flag
                let name = shell == "fish" ? "-l '\(flag.dropFirst(2))'" : flag
                #expect(script.contains(name), "\(shell) \(name)")
            }
            try await withTemporaryFolder { folder in
                let path = folder + "/script"
                try script.write(toFile: path, atomically: true, encoding: .utf8)
                // Only shells that are there: Roster needs none of them.
                let check = "! command -v \(shell) >/dev/null || \(shell) -n \"$0\" 2>&1"
                #expect(try await Tool.run(["sh", "-c", check, path]).isEmpty, "\(shell)")
            }
        }
    }

    @Test("another shell is refused")
    func otherShell() async throws {
        let end = try await ServerProcess.run(["completions", "tcsh"])
        #expect(end.status == 64 && end.output.isEmpty, "\(end)")
    }

    private static func script(_ shell: String) async throws -> String {
        let end = try await ServerProcess.run(["completions", shell])
        guard end.status == 0, end.errors.isEmpty else { throw FixtureFailure(text: "\(end)") }
        return end.output
    }

    /// Calls the function that the script has registered as bash does on TAB, in a folder that holds
    /// `roster.yaml`.
    private static func bashOffers(_ line: String) async throws -> [String] {
        let script = try await script("bash")
        return try await withTemporaryFolder { folder in
            try script.write(toFile: folder + "/script", atomically: true, encoding: .utf8)
            try "".write(toFile: folder + "/roster.yaml", atomically: true, encoding: .utf8)
            let output = try await Tool.run(
                ["bash", "--norc", "-c", onTab, folder, line] + bashWords(line))
            return output.split(separator: "\n").map(String.init)
        }
    }

    /// `$0`: the folder; `$1`: the line; then its words.
    private static let onTab = #"""
        set -e; cd "$0"; source ./script; set +e
        COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=("${@:2}") COMP_CWORD=$(($# - 2))
        registered=$(complete -p roster)
        function=${registered##*-F } function=${function% roster}
        word=${COMP_WORDS[COMP_CWORD]}
        [[ $word != [=:] ]] || word=
        "$function" roster "$word" "${COMP_WORDS[COMP_CWORD - 1]}" >&2
        printf '%s\n' "${COMPREPLY[@]}"
        """#

    /// Words as bash splits them for completion: at white space, and around = and :.
    private static func bashWords(_ line: String) -> [String] {
        line.split(separator: " ", omittingEmptySubsequences: false).flatMap { word in
            word.isEmpty ? [""] : word.matches(of: /[=:]+|[^=:]+/).map { String($0.output) }
        }
    }
}
