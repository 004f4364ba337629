// A running 128-bit hash of small values, the key of the program cache. Two independent 64-bit mixes make an accidental
// collision between two programs of one process unthinkable, so that keys need not keep what they were made of.
#pragma once
#include <array>
#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ttnn {

struct HashKey {
    uint64_t a = 0x9E3779B97F4A7C15ull, b = 0xC2B2AE3D27D4EB4Full;
    bool operator==(const HashKey&) const = default;
};

class Hasher {
 public:
    void word(uint64_t v) {
        key_.a = (key_.a ^ v) * 0xFF51AFD7ED558CCDull;
        key_.a ^= key_.a >> 32;
        key_.b = (key_.b + v) * 0xC4CEB9FE1A85EC53ull;
        key_.b ^= key_.b >> 29;
    }
    void bytes(std::string_view s) {
        word(s.size());
        for (unsigned char c : s) word(c);
    }
    const HashKey& key() const { return key_; }

 private:
    HashKey key_;
};

/// A hash of a text that the compiler knows.
consteval uint64_t hash_of_text(std::string_view text) {
    uint64_t h = 0xCBF29CE484222325ull;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
    return h;
}

// hash_value(h, v) is found by argument-dependent lookup for the types of the modules above.
template <class T>
requires(std::is_integral_v<T> || std::is_enum_v<T>) void hash_value(Hasher& h, T v) {
    h.word(static_cast<uint64_t>(v));
}
inline void hash_value(Hasher& h, double v) { h.word(std::bit_cast<uint64_t>(v)); }
inline void hash_value(Hasher& h, float v) { h.word(std::bit_cast<uint32_t>(v)); }
inline void hash_value(Hasher& h, std::string_view v) { h.bytes(v); }
inline void hash_value(Hasher& h, const std::string& v) { h.bytes(v); }

template <class A, class B>
void hash_value(Hasher& h, const std::pair<A, B>& v) {
    hash_value(h, v.first);
    hash_value(h, v.second);
}
template <class T>
void hash_value(Hasher& h, const std::optional<T>& v) {
    h.word(v.has_value());
    if (v) hash_value(h, *v);
}
template <class T, size_t N>
void hash_value(Hasher& h, const std::array<T, N>& v) {
    for (const auto& x : v) hash_value(h, x);
}
template <class T>
void hash_value(Hasher& h, const std::vector<T>& v) {
    h.word(v.size());
    for (const auto& x : v) hash_value(h, static_cast<const T&>(x));
}

}  // namespace ttnn

template <>
struct std::hash<ttnn::HashKey> {
    size_t operator()(const ttnn::HashKey& k) const noexcept { return k.a; }
};
