internal import CPhoneNumbers

/// The country in which a phone number without a country's code is read: two letters of ISO 3166
/// (the setting `phone.region`).
package struct PhoneRegion: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package static let china = PhoneRegion(known: "CN")

    /// Nil for what libphonenumber has no numbers of. Small letters count as large ones.
    package init?(_ text: String) {
        let code = text.uppercased()
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
            unsafe roster_phone_region_is_known(code) == 1
        else { return nil }
        rawValue = code
    }

    private init(known code: String) { rawValue = code }

    package var description: String { rawValue }
}
