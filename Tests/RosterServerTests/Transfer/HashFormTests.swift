import Foundation
import RosterTestSupport
import Testing

@Suite("Password hashes of old tables", .serialized)
struct HashFormTests {
    /// Makes a hash of `right` in each form, with other programs than ours: one JSON line each.
    private static let script = #"""
        import base64, ctypes, hashlib, json
        pw = b"right"
        out = []
        lib = ctypes.CDLL("libcrypt.so.1")
        lib.crypt.restype = ctypes.c_char_p
        lib.crypt_gensalt.restype = ctypes.c_char_p
        def crypt(name, prefix, count=0):
            salt = lib.crypt_gensalt(prefix, ctypes.c_ulong(count), bytes(range(1, 33)), 32)
            out.append((name, lib.crypt(pw, salt).decode()))
        crypt("bcrypt", b"$2b$", 5)
        crypt("bcrypt-y", b"$2y$", 5)
        crypt("bcrypt-a", b"$2a$", 5)
        crypt("sha256crypt", b"$5$", 1000)
        crypt("sha512crypt", b"$6$", 1000)
        crypt("yescrypt", b"$y$", 1)
        crypt("crypt-scrypt", b"$7$", 6)
        def b64(raw, pad=True):
            text = base64.b64encode(raw).decode()
            return text if pad else text.rstrip("=")
        def adapted(raw): return b64(raw, False).replace("+", ".")
        salt = b"0123456789abcdef"
        for digest in ("sha1", "sha256", "sha512"):
            key = hashlib.pbkdf2_hmac(digest, pw, salt, 1000)
            tail = "" if digest == "sha1" else "-" + digest
            out.append(("werkzeug-" + digest, f"pbkdf2:{digest}:1000${salt.decode()}${key.hex()}"))
            out.append(("passlib-" + digest, f"$pbkdf2{tail}$1000${adapted(salt)}${adapted(key)}"))
            out.append(("phc-" + digest,
                f"$pbkdf2-{digest}$i=1000${b64(salt, False)}${b64(key, False)}"))
            if digest != "sha512":
                out.append(("django-" + digest, f"pbkdf2_{digest}$1000${salt.decode()}${b64(key)}"))
        key = hashlib.scrypt(pw, salt=salt, n=1024, r=8, p=1, dklen=64)
        out.append(("scrypt-phc", f"$scrypt$ln=10,r=8,p=1${b64(salt, False)}${b64(key, False)}"))
        out.append(("scrypt-werkzeug", f"scrypt:1024:8:1${salt.decode()}${key.hex()}"))
        out.append(("scrypt-django", f"scrypt$1024${salt.decode()}$8$1${b64(key)}"))
        for index, (name, hash) in enumerate(out):
            print(json.dumps({"id": index + 100, "name": name, "password": hash}))
        """#

    @Test("log in afterwards, each with its password and no other")
    func everyForm() async throws {
        try await TransferFolder.with { folder in
            var table = try await Tool.run(["python3", "-c", Self.script])
            // Our own form, by way of another directory.
            let words = [
                "user", "create", "argon2", "--weak", "--json", "--data", folder.path("other"),
            ]
            #expect(try await ServerProcess.run(words, input: "right\n").status == 0)
            let argon = try await folder.run(
                ["export", "--surface", "IAM", "--hashes"], on: "other")
            #expect(argon.output.contains("$argon2id$"))
            table += argon.output
            try folder.write("table.jsonl", table)
            let lines = try await folder.succeed("table.jsonl", "--surface", "IAM")
            #expect(lines.count > 20 && lines.allSatisfy { outcome($0) == "created" }, "\(lines)")
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            let iam = try server.client("IAM")
            for name in lines.compactMap({ $0["name"] as? String }) {
                let wrong = try await iam.send(
                    "POST", "/login", body: #"{"username":"\#(name)","password":"wrong"}"#)
                #expect(wrong.status == 401, "\(name)")
                // The second time by the form that the first login has made of it.
                for _ in 0..<2 { _ = try await iam.token(of: name, password: "right") }
            }
        }
    }

    @Test("that no login should pay for, or could be compared with, are refused row by row")
    func absurd() async throws {
        let key = String(repeating: "A", count: 43)
        let costly = [
            "$argon2id$v=19$m=2097152,t=1,p=1$c2FsdHNhbHQ$" + key,
            "$argon2id$v=19$m=65536,t=11,p=1$c2FsdHNhbHQ$" + key,
            "$2b$15$" + String(repeating: "a", count: 53),
            "$2b$31$" + String(repeating: "a", count: 53),
            "$6$rounds=999999999$salt$" + String(repeating: "a", count: 86),
            "$5$rounds=999999999$salt$" + String(repeating: "a", count: 43),
            "pbkdf2:sha256:99999999$salt$" + String(repeating: "0", count: 64),
            "pbkdf2_sha256$99999999$salt$" + key + "=",
            "$scrypt$ln=30,r=8,p=1$c2FsdHNhbHQ$" + key,
            "scrypt:1073741824:8:1$salt$" + String(repeating: "0", count: 128),
        ]
        let unknown = [
            "5f4dcc3b5aa765d61d8327deb882cf99", "plain text",
            "$2x$05$" + String(repeating: "a", count: 53),
            "{SSHA}abcdef", "$9$nothing$here", "*", "!", "$argon2id$", "=1+1",
        ]
        try await TransferFolder.with { folder in
            let rows = (costly + unknown).enumerated().map { index, hash in
                ["id": index + 1, "name": "user\(index)", "password": hash] as [String: Any]
            }
            try folder.write("table.jsonl", rows: rows)
            let start = ContinuousClock().now
            let end = try await folder.importing("table.jsonl", "--surface", "IAM")
            #expect(ContinuousClock().now - start < .seconds(20), "they were computed")
            #expect(end.status == 1)
            #expect(
                end.lines.map(outcome)
                    == costly.map { _ in "refused costlyHash" }
                    + unknown.map { _ in "refused unknownHash" })
            // THREATS 24: a report goes into tickets.
            for line in end.lines {
                #expect(!"\(line)".contains("$") && !"\(line)".contains("5f4dcc"), "\(line)")
            }
            #expect(try await folder.dump().isEmpty)
        }
    }

    @Test("that cost too much on this machine are taken only with --costly-hashes accept")
    func costlyHere() async throws {
        let key = String(repeating: "A", count: 43)
        // Beyond 64 MiB, whatever the machine; and beyond 300 ms on any by the product.
        let costly = [
            "$argon2id$v=19$m=131072,t=1,p=1$c2FsdHNhbHQ$" + key,
            "scrypt:131072:8:1$salt$" + String(repeating: "0", count: 128),
        ]
        try await TransferFolder.with { folder in
            let rows = costly.enumerated().map { index, hash in
                ["id": index + 1, "name": "user\(index)", "password": hash] as [String: Any]
            }
            try folder.write("table.jsonl", rows: rows)
            for words in [[], ["--costly-hashes", "refuse"]] {
                let end = try await folder.run(
                    ["import", folder.path("table.jsonl"), "--surface", "IAM", "--again"] + words)
                #expect(end.status == 1)
                #expect(end.output.contains("--costly-hashes accept takes it"), "\(end)")
            }
            let lines = try await folder.succeed(
                "table.jsonl", "--surface", "IAM", "--costly-hashes", "accept")
            #expect(lines.map(outcome) == ["created", "created"])
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            let iam = try server.client("IAM")
            let wrong = try await iam.send(
                "POST", "/login", body: #"{"username":"user0","password":"wrong"}"#)
            #expect(wrong.status == 401)
        }
    }

    @Test("and plain passwords are hashed; neither is in a report or on standard error")
    func plain() async throws {
        try await TransferFolder.with { folder in
            try folder.write(
                "table.csv",
                "id,name,password\n1,ann,secret one\n2,bob,\"=secret, two\"\n3,eve,\n4,nul,a\u{0}b\n"
            )
            let end = try await folder.importing(
                "table.csv", "--surface", "IAM", "--passwords", "plain")
            #expect(
                end.lines.map(outcome) == ["created", "created", "created", "refused invalid"])
            #expect(!"\(end)".contains("secret"))
            #expect(try await !folder.dump().contains("secret"))
            let server = try await ServerProcess.serve(folder: folder.path("data"))
            let iam = try server.client("IAM")
            _ = try await iam.token(of: "ann", password: "secret one")
            _ = try await iam.token(of: "bob", password: "=secret, two")
            for password in ["", "secret one"] {
                let answer = try await iam.send(
                    "POST", "/login", body: #"{"username":"eve","password":"\#(password)"}"#)
                #expect(answer.status != 200)
            }
        }
    }
}
