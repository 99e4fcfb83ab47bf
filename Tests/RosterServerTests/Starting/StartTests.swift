import Foundation
import Glibc
import RosterTestSupport
import Testing

@Suite("Starting", .serialized)
struct StartTests {
    @Test("with no password set one is generated, printed at the very first start only, and works")
    func generatedPassword() async throws {
        try await withTemporaryFolder { folder in
            let first = try ProgramRun.serve(folder: folder)
            try await first.waitUntilServing()
            let password = try #require(first.output.firstMatch(of: /Password: +(\S+)/)?.1)
            #expect(password.count >= 16)
            #expect(!first.errors.contains(password), "it is in the log")
            _ = try await first.client("IAM").token(password: String(password))
            first.kill(SIGTERM)
            #expect(try await first.end().status == 0)

            let second = try ProgramRun.serve(folder: folder)
            try await second.waitUntilServing()
            #expect(!second.output.contains("Password:"))
            #expect(!second.output.contains(password))
            _ = try await second.client("IAM").token(password: String(password))
        }
    }

    @Test("a generated password is not lost when the first start fails after all")
    func passwordOfFailedStart() async throws {
        try await withTemporaryFolder { folder in
            let taken = try TakenPort()
            let failing = [
                ["--listen", "127.0.0.1:\(taken.number)", "--iam-listen", "127.0.0.1:0"],
                ["--listen", "127.0.0.1:1", "--iam-listen", "127.0.0.1:1"],
            ]
            for (number, words) in failing.enumerated() {
                let data = "\(folder)/\(number)"
                let first = try await ProgramRun(["serve", "--data", data] + words).end()
                #expect(first.status != 0 && !first.isCrash)
                let second = try ProgramRun.serve(folder: data)
                try await second.waitUntilServing()
                let shown = first.output + second.output
                let password = try #require(
                    shown.firstMatch(of: /Password: +(\S+)/)?.1, "nobody knows it: \(shown)")
                _ = try await second.client("IAM").token(password: String(password))
            }
            withExtendedLifetime(taken) {}
        }
    }

    @Test("a configured password counts when the account is made, and never again")
    func configuredPassword() async throws {
        try await withTemporaryFolder { folder in
            let environment = ["ROSTER_ADMIN_NAME": "chief", "ROSTER_ADMIN_PASSWORD": "First@2021"]
            let first = try ProgramRun.serve(folder: folder, environment: environment)
            try await first.waitUntilServing()
            #expect(first.output.contains("Administrator: chief"))
            #expect(!(first.output + first.errors).contains("First@2021"))
            _ = try await first.client("IAM").token(of: "chief", password: "First@2021")
            first.kill(SIGTERM)
            #expect(try await first.end().status == 0)

            let second = try ProgramRun.serve(
                folder: folder,
                environment: ["ROSTER_ADMIN_NAME": "boss", "ROSTER_ADMIN_PASSWORD": "Later@2021"])
            try await second.waitUntilServing()
            #expect(!second.output.contains("Password:"))
            let iam = try second.client("IAM")
            _ = try await iam.token(of: "chief", password: "First@2021")
            for (name, password) in [("chief", "Later@2021"), ("boss", "Later@2021")] {
                let answer = try await iam.send(
                    "POST", "/login", body: #"{"username":"\#(name)","password":"\#(password)"}"#)
                #expect(answer.status == 401)
            }
        }
    }

    @Test("the start message tells where everything answers, and who administers")
    func startMessage() async throws {
        try await withTemporaryFolder { folder in
            let run = try ProgramRun.serve(
                folder: folder, ["--iam-prefix", "/iam"],
                environment: ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword])
            try await run.waitUntilServing()
            #expect(run.output.contains(folder))
            #expect(run.output.contains("Administrator: admin"))
            #expect(!run.output.contains(":0"), "a port that was asked for, not the one got")
            let ops = try run.client("Ops")
            #expect(try await ops.send("GET", "/healthz").status == 200)
            let iam = try run.client("IAM")
            #expect(iam.port != ops.port)
            let url = try #require(run.output.firstMatch(of: /IAM +(\S+)/)?.1)
            #expect(url.hasSuffix("/iam"))
            #expect(try await iam.send("GET", "/iam/healthz").status == 200)
            #expect(try await iam.send("GET", "/healthz").status == 404)
        }
    }

    @Test("surfaces with one address share a listener; switched-off ones are gone")
    func sharedListener() async throws {
        try await withTemporaryFolder { folder in
            let port = try freePort()
            let run = try ProgramRun(
                [
                    "serve", "--data", folder, "--listen", "127.0.0.1:\(port)", "--iam-listen",
                    "127.0.0.1:\(port)", "--iam-prefix=/iam", "--surfaces", "IAM",
                ],
                environment: ["ROSTER_ADMIN_PASSWORD": ServerFixture.adminPassword])
            try await run.waitUntilServing()
            let client = WireClient(port: port)
            #expect(try await client.send("GET", "/readyz").status == 200)
            #expect(try await client.send("GET", "/iam/v1/users").object["code"] as? Int == 100204)
            for path in ["/v1/users", "/users", "/bitanswer/api/users", "/api/v2/users"] {
                let answer = try await client.send("GET", path)
                #expect(answer.status == 404)
                #expect(answer.body == #"{"error":"not found"}"#, "\(path)")
            }
        }
    }
}
