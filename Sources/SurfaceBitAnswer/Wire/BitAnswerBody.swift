import SurfaceKit

/// Reads the JSON of a request's body.
enum BitAnswerBody {
    /// - Throws: 1001.
    static func value(_ bytes: [UInt8]) throws(BitAnswerRefusal) -> JSONValue {
        do throws(JSONParseError) {
            return try JSONValue.parse(bytes, depthMax: Bounds.jsonDepthMax)
        } catch {
            throw BitAnswerRefusal(.invalid, "body is no JSON: \(error)")
        }
    }

    /// - Throws: 1001.
    static func object(_ bytes: [UInt8]) throws(BitAnswerRefusal) -> JSONObject {
        guard let object = try value(bytes).objectValue else {
            throw BitAnswerRefusal(.invalid, "body must be an object")
        }
        return object
    }

    /// A bare array of 1 to 1000 objects.
    /// - Throws: 1001; 1006 for too many.
    static func objects(_ value: JSONValue) throws(BitAnswerRefusal) -> [JSONObject] {
        guard let array = value.arrayValue else {
            throw BitAnswerRefusal(.invalid, "body must be an array")
        }
        guard !array.isEmpty else { throw BitAnswerRefusal(.invalid, "the array is empty") }
        guard array.count <= BitAnswerRules.elementsMax else {
            throw BitAnswerRefusal(
                .tooMany, "\(array.count) elements are more than \(BitAnswerRules.elementsMax)")
        }
        var objects: [JSONObject] = []
        for (index, element) in array.enumerated() {
            guard let object = element.objectValue else {
                throw BitAnswerRefusal(.invalid, "element \(index) must be an object")
            }
            objects.append(object)
        }
        return objects
    }
}

extension JSONObject {
    /// A text that must be there.
    /// - Throws: 1001 naming `place` and the key.
    func requiredText(_ key: String, of place: String) throws(BitAnswerRefusal) -> String {
        guard let value = self[key] else {
            throw BitAnswerRefusal(.invalid, "\(place): \(key) is missing")
        }
        guard let text = value.stringValue else {
            throw BitAnswerRefusal(.invalid, "\(place): \(key) must be a string")
        }
        return text
    }
}
