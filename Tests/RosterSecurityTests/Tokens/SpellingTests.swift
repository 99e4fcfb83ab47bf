import RosterCore
import RosterSecurity
import Testing

@Suite("One spelling of a token")
struct SpellingTests {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    private let keyring: any TokenSigning

    init() throws {
        let keys = try TokenForge.signingKeys()
        keyring = try keys.keyring(of: [keys.makeKey(createdAt: Timestamp(milliseconds: 0))])
    }

    private func isGood(_ token: String) async -> Bool {
        (try? await keyring.verify(token)) != nil
    }

    @Test("no other last character verifies, before and after the token itself")
    func lastCharacter() async throws {
        for _ in 0..<8 {
            let token = try await keyring.sign(TokenForge.claims, role: .user)
            let others = Self.alphabet.filter { $0 != token.last }
                .map { String(token.dropLast()) + String($0) }
            for other in others { #expect(await !isGood(other)) }
            #expect(await isGood(token))
            for other in others { #expect(await !isGood(other)) }
        }
    }

    @Test("a change of any character is refused, also when the token itself is known")
    func anyCharacter() async throws {
        let token = try await keyring.sign(TokenForge.claims, role: .user)
        #expect(await isGood(token))
        for index in token.indices {
            let character: Character = token[index] == "A" ? "B" : "A"
            var other = token
            other.replaceSubrange(index...index, with: String(character))
            #expect(await !isGood(other), "\(index)")
        }
        #expect(await isGood(token))
    }

    @Test("the standard alphabet is none of ours")
    func standardAlphabet() async throws {
        var found = 0
        while found < 4 {
            let token = try await keyring.sign(TokenForge.claims, role: .user)
            let other = token.replacing("-", with: "+").replacing("_", with: "/")
            guard other != token else { continue }
            found += 1
            #expect(await isGood(token))
            #expect(await !isGood(other))
        }
    }

    @Test("characters that Swift holds equal to ASCII are not, also when the token is known")
    func equivalentCharacters() async throws {
        var token = ""
        repeat {
            token = try await keyring.sign(TokenForge.claims, role: .user)
        } while !token.contains("K")
        #expect(await isGood(token))
        let other = token.replacing("K", with: "\u{212A}")
        #expect(other == token && !other.utf8.elementsEqual(token.utf8))
        await #expect(throws: TokenFailure.malformed) { try await keyring.verify(other) }
    }
}
