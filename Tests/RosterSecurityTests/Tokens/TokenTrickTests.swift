import Crypto
import Foundation
import JWTKit
import RosterCore
import RosterSecurity
import Testing

@Suite("Token tricks (THREATS 12)")
struct TokenTrickTests {
    private static let forge = TokenForge(keyID: "00112233445566aa")
    private static let other = TokenForge(keyID: "00112233445566bb")
    private static let stranger = TokenForge(keyID: "00112233445566cc")

    struct Trick: Sendable, CustomStringConvertible {
        let description: String
        let failure: TokenFailure
        let token: @Sendable () throws -> String

        init(
            _ description: String, _ failure: TokenFailure,
            _ token: @escaping @Sendable () throws -> String
        ) {
            self.description = description
            self.failure = failure
            self.token = token
        }
    }

    private static func keyring() throws -> any TokenSigning {
        try TokenForge.signingKeys().keyring(of: [forge.record(), other.record()])
    }

    @Test("the forge's own token is good, so that the tricks fail for what they change alone")
    func control() async throws {
        #expect(try await Self.keyring().verify(Self.forge.token()) == TokenForge.claims)
        #expect(try await Self.keyring().verify(Self.other.token()) == TokenForge.claims)
    }

    @Test("an expired token verifies: the caller looks at the clock")
    func expired() async throws {
        let payload = TokenForge.payload.replacing("2000003600", with: "1000")
        let claims = try await Self.keyring().verify(Self.forge.token(payload: payload))
        #expect(claims.expiresAt == Timestamp(milliseconds: 1_000_000))
    }

    @Test("of the algorithm", arguments: algorithmTricks)
    func algorithm(trick: Trick) async throws { try await refuses(trick) }

    static let algorithmTricks: [Trick] = [
        .init("none, without signature", .invalid) {
            try unsigned(#"{"alg":"none","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("none, without signature and key id", .invalid) {
            try unsigned(#"{"alg":"none","typ":"JWT"}"#)
        },
        .init("None, with the signature of a good token", .invalid) {
            try withHeader(#"{"alg":"None","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("none, rightly signed", .invalid) {
            try forge.token(header: #"{"alg":"none","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("ES384, rightly signed", .invalid) {
            try forge.token(header: #"{"alg":"ES384","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("es256, rightly signed", .invalid) {
            try forge.token(header: #"{"alg":"es256","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("missing, rightly signed", .invalid) {
            try forge.token(header: #"{"kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("HS256 with the public key's point", .invalid) {
            forge.tokenByHMAC(key: forge.privateKey.publicKey.x963Representation)
        },
        .init("HS256 with the public key's PEM", .invalid) {
            forge.tokenByHMAC(key: Data(forge.privateKey.publicKey.pemRepresentation.utf8))
        },
        .init("ES256, no signature", .malformed) { try unsigned(forge.header) },
        .init("ES256, a signature of zeros", .invalid) {
            let zeros = TokenForge.part(Data(count: 64))
            return try unsigned(forge.header) + zeros
        },
        .init("ES256, the signature in DER", .malformed) {
            let text = TokenForge.part(forge.header) + "." + TokenForge.part(TokenForge.payload)
            let signature = try forge.privateKey.signature(for: Data(text.utf8))
            return text + "." + TokenForge.part(signature.derRepresentation)
        },
    ]

    @Test("of the key", arguments: keyTricks)
    func key(trick: Trick) async throws { try await refuses(trick) }

    static let keyTricks: [Trick] = [
        .init("unknown", .unknownKey) { try stranger.token() },
        .init("unknown, empty", .unknownKey) {
            try forge.token(header: #"{"alg":"ES256","kid":"","typ":"JWT"}"#)
        },
        .init("unknown, in capitals", .unknownKey) {
            try forge.token(header: forge.header.replacing("66aa", with: "66AA"))
        },
        .init("missing", .malformed) {
            try forge.token(header: #"{"alg":"ES256","typ":"JWT"}"#)
        },
        .init("null", .malformed) {
            try forge.token(header: #"{"alg":"ES256","kid":null,"typ":"JWT"}"#)
        },
        .init("another one of the set", .invalid) { try forge.token(header: other.header) },
        .init("a stranger's under a known id", .invalid) {
            try stranger.token(header: forge.header)
        },
        .init("brought along", .malformed) {
            try stranger.token(
                header: #"{"alg":"ES256","kid":"00112233445566aa","typ":"JWT","jwk":{"kty":"EC"}}"#)
        },
        .init("crit", .malformed) {
            try forge.token(
                header: #"{"alg":"ES256","crit":["b64"],"kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("crit as a string", .malformed) {
            try forge.token(
                header: #"{"alg":"ES256","crit":"b64","kid":"00112233445566aa","typ":"JWT"}"#)
        },
        .init("another type", .malformed) {
            try forge.token(header: forge.header.replacing("JWT", with: "at+jwt"))
        },
    ]

    @Test("of the claims, rightly signed", arguments: claimTricks)
    func claims(trick: Trick) async throws { try await refuses(trick) }

    static let claimTricks: [Trick] = [
        .init("another issuer", .invalid) { try changed(":3000", to: ":3001") },
        .init("an issuer that only begins like ours", .invalid) {
            try changed("3000\"", to: "3000/\"")
        },
        .init("no issuer", .malformed) { try changed(#""iss":"http://127.0.0.1:3000","#, to: "") },
        .init("no session", .malformed) {
            try changed(#""sid":"0123456789abcdef01234567","#, to: "")
        },
        .init("an empty session", .malformed) { try changed("0123456789abcdef01234567", to: "") },
        .init("no generation", .malformed) { try changed(#""gen":3,"#, to: "") },
        .init("a generation in quotes", .malformed) { try changed(#""gen":3"#, to: #""gen":"3""#) },
        .init("an account that is no number", .malformed) {
            try changed("\"42\"", to: "\"admin\"")
        },
        .init("an account spelt otherwise", .malformed) { try changed("\"42\"", to: "\"+42\"") },
        .init("an account beyond 64 bits", .malformed) {
            try changed("\"42\"", to: "\"9223372036854775808\"")
        },
        .init("a fraction of a second", .malformed) {
            try changed("2000000000,", to: "2000000000.5,")
        },
        .init("a time beyond all measure", .malformed) {
            try changed("2000003600", to: "9223372036854775807")
        },
        .init("no expiry", .malformed) { try changed(#""exp":2000003600,"#, to: "") },
        .init("no object", .malformed) { try forge.token(payload: "[]") },
        .init("nothing", .malformed) { try forge.token(payload: "") },
    ]

    @Test("of the text", arguments: textTricks)
    func text(trick: Trick) async throws { try await refuses(trick) }

    static let textTricks: [Trick] = [
        .init("empty", .malformed) { "" },
        .init("dots", .malformed) { ".." },
        .init("one word", .malformed) { "opaque-refresh-token" },
        .init("without signature part", .malformed) {
            try String(unsigned(forge.header).dropLast())
        },
        .init("with a fourth part", .malformed) { try forge.token() + ".AAAA" },
        .init("with a dot after it", .malformed) { try forge.token() + "." },
        .init("cut by one", .malformed) { try String(forge.token().dropLast()) },
        .init("cut by four", .malformed) { try String(forge.token().dropLast(4)) },
        .init("padded", .malformed) { try forge.token() + "==" },
        .init("with a character after it", .malformed) { try forge.token() + "A" },
        .init("with four characters after it", .malformed) { try forge.token() + "AAAA" },
        .init("with a line's end", .malformed) { try forge.token() + "\n" },
        .init("with a space before it", .malformed) { try " " + forge.token() },
        .init("with NUL after it", .malformed) { try forge.token() + "\0" },
        .init("4,097 bytes", .malformed) { String(repeating: "a", count: 4097) },
        .init("rightly signed, but over 4,096 bytes", .malformed) {
            try changed(
                "\"gen\"", to: #""more":""# + String(repeating: "a", count: 4000) + #"","gen""#)
        },
        .init("of the mirrored signature", .invalid) {
            try forge.token(hasLowSignature: false)
        },
    ]

    @Test("the mirrored signature is a right one, as far as ECDSA goes")
    func mirrored() async throws {
        let token = try Self.forge.token(hasLowSignature: false)
        let parts = token.split(separator: ".")
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require(Self.bytes(parts[2])))
        #expect(
            Self.forge.privateKey.publicKey.isValidSignature(
                signature, for: Data("\(parts[0]).\(parts[1])".utf8)))
    }

    private func refuses(_ trick: Trick) async throws {
        let keyring = try Self.keyring()
        let token = try trick.token()
        await #expect(throws: trick.failure) { try await keyring.verify(token) }
        // Nor does it get in after a good one, or at the second try.
        _ = try await keyring.verify(Self.forge.token())
        await #expect(throws: trick.failure) { try await keyring.verify(token) }
    }

    private static func unsigned(_ header: String) throws -> String {
        TokenForge.part(header) + "." + TokenForge.part(TokenForge.payload) + "."
    }

    private static func withHeader(_ header: String) throws -> String {
        let parts = try forge.token().split(separator: ".")
        return "\(TokenForge.part(header)).\(parts[1]).\(parts[2])"
    }

    private static func changed(_ text: String, to other: String) throws -> String {
        let payload = TokenForge.payload.replacing(text, with: other)
        #expect(payload != TokenForge.payload)
        return try forge.token(payload: payload)
    }

    private static func bytes(_ part: Substring) -> Data? {
        let text = part.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: text + String(repeating: "=", count: (4 - text.count % 4) % 4))
    }
}
