/// The language of what people receive.
package enum MessageLanguage: String, Sendable, CaseIterable {
    case chinese = "zh"
    case english = "en"
}
