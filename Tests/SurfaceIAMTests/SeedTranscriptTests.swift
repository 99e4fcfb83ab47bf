import Foundation
import RosterTestSupport
import Testing

/// The seven calls of the seed page, executed by the real curl through a shell. Replaced are host
/// and token alone; the URL is quoted and `-d''` is written `-d ''` (contracts/iam.md §0).
@Suite("The seed page's calls") struct SeedTranscriptTests {
    @Test("each call of the seed page answers as it prints") func calls() async throws {
        try await ServerFixture.run { server in
            let seed = SeedCalls(server: server, token: try await server.adminToken())

            let created = try await seed.run(SeedLines.create, "create")
            expectFields(of: SeedSamples.user, in: created)
            let read = try await seed.run(SeedLines.get, "get")
            expectFields(of: SeedSamples.user, in: read)
            let listed = try await seed.run(SeedLines.list, "list")
            expectFields(of: SeedSamples.list, in: listed)
            let listedByGet = try await seed.run(SeedLines.listByGet, "list-by-get")
            expectFields(of: SeedSamples.list, in: listedByGet)
            #expect(listed == listedByGet)
            #expect(try await seed.run(SeedLines.changePassword, "change-password") == "null")
            let updated = try await seed.run(SeedLines.update, "update")
            expectFields(of: SeedSamples.user, in: updated)
            #expect(try await seed.run(SeedLines.delete, "delete") == "null")

            _ = try await seed.server.createUser("foo", token: seed.token)
            _ = try await seed.server.createUser("fooo", token: seed.token)
            #expect(try await seed.run(SeedLines.batchDelete, "batch-delete") == "null")
            let left = try await server.iam.send(
                "GET", "/v1/users", headers: [("Authorization", "Bearer \(seed.token)")])
            #expect(left.names == ["admin"])
        }
    }

    /// Every key of the sample is in the answer, with the same JSON type.
    private func expectFields(of sample: String, in answer: String) {
        let problems = SampleFields.missing(
            from: SampleFields.parse(answer), of: SampleFields.parse(sample))
        #expect(problems.isEmpty, "\(answer)")
    }
}

/// The curl lines as the seed prints them.
enum SeedLines {
    static let create = #"""
        curl -XPOST -H'Content-Type: application/json' -H'Authorization: Bearer $Token' -d'{
          "metadata": {
            "name": "foo"
          },
          "nickname": "foo",
          "password": "Foo@2020",
          "email": "foo@foxmail.com",
          "phone": "1812884xxxx"
        }' 'http://marmotedu.io:8080/v1/users'
        """#
    static let batchDelete = #"""
        curl -XDELETE -H'Content-Type: application/json' -H'Authorization: Bearer $Token' \#
        'http://marmotedu.io:8080/v1/users?name=foo&name=fooo'
        """#
    static let delete = #"""
        curl -XDELETE -H'Content-Type: application/json' -H'Authorization: Bearer $Token' \#
        'http://marmotedu.io:8080/v1/users/foo'
        """#
    static let changePassword = #"""
        curl -XPOST -H'Content-Type: application/json' -H'Authorization: Bearer $Token' -d'{
          "oldPassword": "Foo@2020",
          "newPassword": "Foo@2021"
        }' 'http://marmotedu.io:8080/v1/users/foo/change_password'
        """#
    /// The seed's own line says `-XPOST` and `/v1/users`, which is create: method and path are those
    /// of its table.
    static let update = #"""
        curl -XPUT -H'Content-Type: application/json' -H'Authorization: Bearer $Token' -d'{
          "metadata": {
            "name": "foo"
          },
          "nickname": "foo1",
          "password": "Foo@2020",
          "email": "foo@foxmail.com",
          "phone": "1812884xxxx"
        }' 'http://marmotedu.io:8080/v1/users/foo'
        """#
    static let get = #"""
        curl -XGET -H'Content-Type: application/json' -H'Authorization: Bearer $Token' -d '' \#
        'http://marmotedu.io:8080/v1/users/foo'
        """#
    static let list = #"""
        curl -XPOST -H'Content-Type: application/json' -H'Authorization: Bearer $Token' -d '' \#
        'http://marmotedu.io:8080/v1/users?offset=0&limit=10&fieldSelector=name=foo'
        """#
    /// The method of the seed's table.
    static var listByGet: String { list.replacingOccurrences(of: "-XPOST", with: "-XGET") }
}

/// The answers as the seed prints them.
enum SeedSamples {
    static let user = """
        {"metadata":{"name":"foo","id":31,"createdAt":"2020-09-23T00:27:23.432346108+08:00",
        "updatedAt":"2020-09-23T00:27:23.432346108+08:00"},"nickname":"foo","password":"$2a$10$5",
        "email":"foo@foxmail.com","phone":"1812884xxxx"}
        """
    static let list = """
        {"totalCount":1,"items":[{"metadata":{"id":35,"name":"foo",
        "createdAt":"2020-09-23T07:33:14+08:00","updatedAt":"2020-09-23T07:53:09+08:00"},
        "nickname":"foo1","password":"","email":"foo@foxmail.com","phone":"1812884xxxx",
        "totalPolicy":0}]}
        """
}
