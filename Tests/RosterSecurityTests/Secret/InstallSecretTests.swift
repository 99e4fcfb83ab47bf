import Crypto
import Foundation
import RosterCore
import RosterSecurity
import Testing

@Suite("The keys of an installation")
struct InstallSecretTests {
    private let bytes = [UInt8](0..<32)

    @Test("takes 32 bytes and nothing else", arguments: [0, 16, 31, 33, 64])
    func length(count: Int) {
        #expect(InstallSecret(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test("is never shown")
    func hidden() throws {
        let secret = try #require(InstallSecret(bytes: bytes))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(text.contains("InstallSecret(hidden)"))
            #expect(!text.contains("Key"))
        }
    }

    @Test("derives a key of its own for each use, always the same")
    func derivation() throws {
        let secret = try #require(InstallSecret(bytes: bytes))
        #expect(secret.cursorKey == derived("roster/1 paging cursors"))
        let environment = DirectoryEnvironment.live(secret: secret)
        let expected = HMAC<SHA256>.authenticationCode(
            for: Data("somebody".utf8), using: derived("roster/1 keyed hash"))
        #expect(
            environment.keyedHash("somebody")
                == expected.map { String(format: "%02x", $0) }.joined())
    }

    private func derived(_ label: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Data(label.utf8),
            outputByteCount: 32)
    }
}

@Suite("The live environment")
struct LiveEnvironmentTests {
    private let environment: DirectoryEnvironment

    init() throws {
        let secret = try #require(InstallSecret(bytes: [UInt8](repeating: 5, count: 32)))
        environment = .live(secret: secret)
    }

    @Test("tells the time in milliseconds")
    func now() {
        let before = Int64(Date().timeIntervalSince1970 * 1000)
        let now = environment.now().milliseconds
        let after = Int64(Date().timeIntervalSince1970 * 1000)
        #expect(before <= now && now <= after)
    }

    @Test("draws as many bytes as asked for, never the same twice", arguments: [0, 1, 16, 1000])
    func randomBytes(count: Int) {
        let first = environment.randomBytes(count)
        #expect(first.count == count)
        if count >= 16 {
            #expect(first != environment.randomBytes(count))
            #expect(Set(first).count > 1)
        }
    }

    @Test("hashes by SHA-256 in lower-case hex")
    func hash() {
        #expect(
            environment.hash("abc")
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("another secret gives another keyed hash")
    func keyedHash() throws {
        let other = DirectoryEnvironment.live(
            secret: try #require(InstallSecret(bytes: [UInt8](repeating: 6, count: 32))))
        #expect(environment.keyedHash("somebody") == environment.keyedHash("somebody"))
        #expect(environment.keyedHash("somebody") != environment.keyedHash("somebody else"))
        #expect(environment.keyedHash("somebody") != other.keyedHash("somebody"))
        #expect(environment.keyedHash("somebody") != environment.hash("somebody"))
    }
}
