import Foundation
import Glibc
import RosterSettings
import Testing

@Suite("Configuration files")
struct FileTests {
    @Test(
        "numbers and lists may be spelt as such or as text",
        arguments: [
            (
                "a.yaml",
                "trash: {days: 9}\ncors: {origins: [https://a, https://b]}\nsurfaces: [iam]"
            ),
            ("a.yml", "trash.days: '9'\ncors.origins: https://a, https://b\nsurfaces: IAM"),
            (
                "a.YAML",
                "trash:\n  days: 9\ncors:\n  origins:\n  - https://a\n  - https://b\nsurfaces: iam"
            ),
            (
                "a.json",
                #"{"trash": {"days": 9}, "cors.origins": ["https://a", "https://b"], "surfaces": ["iam"]}"#
            ),
            (
                "a.json",
                #"{"trash.days": "9", "cors": {"origins": "https://a,https://b"}, "surfaces": "IAM"}"#
            ),
        ])
    func spellings(name: String, content: String) throws {
        try withFile(name, content) { path in
            let settings = try load(["--config", path]).settings
            #expect(settings.trashDays == 9)
            #expect(settings.corsOrigins == ["https://a", "https://b"])
            #expect(settings.surfaces == .only([.iam]))
        }
    }

    @Test(
        "a file without keys is a file of defaults",
        arguments: [
            ("a.yaml", ""), ("a.yaml", "# all of it\n---\n"), ("a.yaml", "{}"), ("a.json", "{}"),
        ])
    func empty(name: String, content: String) throws {
        try withFile(name, content) { path in
            let settings = try load(["--config", path]).settings
            #expect(settings == Settings())
        }
    }

    @Test(
        "a key of the file is refused by name",
        arguments: [
            ("a.yaml", "colour: red", "colour", "is not a known key"),
            ("a.yaml", "iam: {colour: {deep: 1}}", "iam.colour.deep", "is not a known key"),
            ("a.yaml", "iam: x", "iam", "is not a known key"),
            ("a.yaml", "listen: {port: 1}", "listen.port", "is not a known key"),
            ("a.yaml", "config: b.yaml", "config", "is not a known key"),
            (
                "a.yaml", "public_url: x", "public_url",
                "is not a known key; did you mean publicURL?"
            ),
            (
                "a.yaml", "trash.days: 1\ntrash: {days: 1}", "trash.days",
                "stands in the file more than once"
            ),
            ("a.yaml", "listen: [127.0.0.1:1]", "listen", "must be one value, not a list"),
            (
                "a.yaml", "data: ~", "data", "has no value; leave the key out to have its default"
            ),
            (
                "a.yaml", "trash.days: true", "trash.days",
                "must be a whole number from 1 to 3650, not \"true\""
            ),
            ("a.json", #"{"colour": null}"#, "colour", "is not a known key"),
            ("a.json", #"{"colour": {}}"#, "colour", "is not a known key"),
            ("a.json", #"{"iam": {"colour": []}}"#, "iam.colour", "is not a known key"),
            (
                "a.json", #"{"data": null}"#, "data",
                "has no value; leave the key out to have its default"
            ),
            ("a.json", #"{"trash": {"days": true}}"#, "trash.days", "must not be true or false"),
            (
                "a.json", #"{"trash": {"days": 1.5}}"#, "trash.days",
                "must be a whole number from 1 to 3650, not \"1.5\""
            ),
            ("a.json", #"{"listen": ["127.0.0.1:1"]}"#, "listen", "must be one value, not a list"),
        ])
    func refusedKey(name: String, content: String, key: String, sentence: String) throws {
        try withFile(name, content) { path in
            #expect(refusals(["--config", path]) == ["\(key) (file \(path)): \(sentence)"])
        }
    }

    @Test(
        "a file that cannot be read as its format is refused with the place, never with its text",
        arguments: [
            ("a.yaml", "admin:\n  password: \"hunter2\n", " (line 3, column 1)"),
            ("a.yaml", "admin: {password: hunter2}\n- x\n", " (line 2, column 1)"),
            ("a.yaml", "hunter2", ""),
            ("a.yaml", "data: hunter2\ndata: hunter2", " (line 1, column 1)"),
            ("a.yaml", "cors: {origins: [{hunter2: 1}]}", ""),
            (
                "a.json", "{\"admin.password\": \"hunter2\",\n  \"x\" hunter2}",
                " (line 2, column 7)"
            ),
            ("a.json", "[\"hunter2\"]", ""),
            ("a.json", "", ""),
        ])
    func syntax(name: String, content: String, place: String) throws {
        try withFile(name, content) { path in
            let lines = refusals(["--config", path])
            #expect(lines.count == 1)
            #expect(
                lines.first?.hasPrefix("config (flag --config): names a file that is not a ")
                    == true)
            #expect(lines.first?.hasSuffix("values and lists\(place)") == true)
            #expect(lines.first?.contains("hunter2") == false)
        }
    }

    @Test(
        "a file that is not there, no file, too large or of another kind is refused",
        arguments: [
            ("/nonexistent/roster.yaml", "names a file that does not exist"),
            ("/", "must end in .yaml, .yml or .json"), ("roster.toml", "must end in .yaml"),
        ])
    func unreadable(path: String, sentence: String) {
        let lines = refusals(environment: ["ROSTER_CONFIG": path])
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("config (environment ROSTER_CONFIG): \(sentence)") == true)
        #expect(refusals(["--config="]).first?.contains("must end in .yaml") == true)
    }

    @Test("a folder or a pipe in the place of the file is refused, and nobody waits for its writer")
    func noRegularFile() throws {
        try withFile("a.yaml", "") { path in
            let folder = path + ".folder.yaml"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: false)
            #expect(refusals(["--config", folder]).first?.hasSuffix("it is a folder") == true)
            let pipe = path + ".pipe.yaml"
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            #expect(refusals(["--config", pipe]).first?.hasSuffix("no regular file") == true)
            #expect(refusals(standardFile: pipe).first?.hasSuffix("no regular file") == true)
        }
    }

    @Test("a file beyond the bound is refused")
    func tooLarge() throws {
        try withFile("a.yaml", String(repeating: "#", count: 65_537)) { path in
            #expect(refusals(["--config", path]).first?.contains("more than 65536 bytes") == true)
        }
    }
}
