#include "events/codec.h"

#include <capnp/any.h>
#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <boost/json.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#include "events/code.h"
#include "events/describe.h"
#include "events/event.capnp.h"
#include "events/fault.h"

namespace ipep {
namespace {

using capnp::AnyPointer;
using capnp::AnyStruct;
using Which = capnp::schema::Type::Which;
static_assert(std::endian::native == std::endian::little, "a data section is little-endian and read in place");

// The years 1 to 9999, as ISO 8601 writes them with four digits.
constexpr std::int32_t kFirstDay = -719'162, kLastDay = 2'932'896;
constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;

// A number that may be absent: it has no null, so it is written as a text.
template <class T>
inline constexpr bool is_scalar =
    std::is_integral_v<T> || kIsYear<T> || std::is_same_v<T, Money> || std::is_same_v<T, Day> || DescribedEnum<T>;
template <class T>
concept OptionalScalar = Optional<T> && is_scalar<typename T::value_type>;

template <class T>
std::string scalar_text(const T& v) {
    if constexpr (std::is_integral_v<T>)
        return std::to_string(v);
    else if constexpr (DescribedEnum<T>)
        return std::string(enum_name(v));
    else
        return to_text(v);
}

template <class Whole>
Whole& number_in(Whole& v) {
    return v;
}
template <class Tag>
int& number_in(CalendarYear<Tag>& v) {
    return v.number;
}

// In its one form, or nothing.
template <class T>
std::optional<T> parse_scalar(const std::string& text) {
    if constexpr (std::is_same_v<T, Money>) {
        return parse_money(text);
    } else if constexpr (std::is_same_v<T, Day>) {
        return parse_day(text);
    } else {
        T v{};
        if constexpr (DescribedEnum<T>) {
            if (!boost::describe::enum_from_string(text.c_str(), v)) return std::nullopt;
        } else {
            auto& number = number_in(v);
            std::from_chars(text.data(), text.data() + text.size(), number);
        }
        return scalar_text(v) == text ? std::optional(v) : std::nullopt;
    }
}

// What the schema must say of a member of type T.
template <class T>
constexpr Which wire_type() {
    if constexpr (OptionalScalar<T>)
        return Which::TEXT;
    else if constexpr (Optional<T>)
        return wire_type<typename T::value_type>();
    else if constexpr (std::is_same_v<T, std::uint64_t>)
        return Which::UINT64;
    else if constexpr (std::is_same_v<T, std::int64_t> || std::is_same_v<T, Money>)
        return Which::INT64;
    else if constexpr (kIsYear<T> || std::is_same_v<T, Day> || std::is_same_v<T, int>)
        return Which::INT32;
    else if constexpr (DescribedEnum<T>)
        return Which::ENUM;
    else if constexpr (std::is_same_v<T, std::string> || TextLike<T>)
        return Which::TEXT;
    else if constexpr (std::is_same_v<T, Personal>)
        return Which::DATA;
    else if constexpr (List<T>)
        return Which::LIST;
    else
        return Which::STRUCT;
}

// Where a member lies: a byte of the data section, or an index of the pointer section.
struct Place {
    unsigned at = 0;
    capnp::StructSchema schema = {};  // of the struct, or of the list's elements
    std::uint16_t discriminant = 0;   // that chooses it, in a union
    bool is_later = false;            // than the first shape of the struct
};

// The annotation `later` of event.capnp.
constexpr std::uint64_t kLater = 0xd6a5e1f3b0c24897;

// Looked up by name once, because the dynamic API, which looks at the schema at every access, took 60 % of a replay.
struct Layout {
    std::uint16_t words, pointers;
    std::uint16_t first_pointers;  // of the struct's first shape
    unsigned discriminant;         // its byte
    std::vector<Place> places;

    explicit Layout(capnp::StructSchema schema) {
        const auto shape = schema.getProto().getStruct();
        words = shape.getDataWordCount();
        pointers = first_pointers = shape.getPointerCount();
        discriminant = shape.getDiscriminantOffset() * 2;
    }
    void add(capnp::StructSchema schema, const char* name, Which wanted) {
        const auto field = schema.getFieldByName(name);
        const auto type = field.getType();
        if (type.which() != wanted) throw std::logic_error(std::string("the schema has another type for ") + name);
        Place place{field.getProto().getSlot().getOffset(), {}, field.getProto().getDiscriminantValue()};
        if (wanted == Which::UINT64 || wanted == Which::INT64) place.at *= 8;
        if (wanted == Which::INT32) place.at *= 4;
        if (wanted == Which::ENUM) place.at *= 2;
        for (const auto annotation : field.getProto().getAnnotations())
            place.is_later = place.is_later || annotation.getId() == kLater;
        if (place.is_later) first_pointers = std::min(first_pointers, static_cast<std::uint16_t>(place.at));
        if (type.isStruct()) place.schema = type.asStruct();
        if (type.isList() && type.asList().getElementType().isStruct())
            place.schema = type.asList().getElementType().asStruct();
        places.push_back(place);
    }
};

// In the order of T's members.
template <Described T>
const Layout& layout_of(capnp::StructSchema schema) {
    static const Layout layout = [&] {
        Layout found(schema);
        for_each_member_type<T>([&]<class Member>(const char* name) { found.add(schema, name, wire_type<Member>()); });
        return found;
    }();
    return layout;
}

// In the order of the kinds.
const Layout& body_layout(capnp::StructSchema schema) {
    static const Layout layout = [&] {
        Layout found(schema);
        for (const std::string_view kind : kKinds) found.add(schema, std::string(kind).c_str(), Which::STRUCT);
        return found;
    }();
    return layout;
}

// How many pointers the struct is written with: those of its first shape, and what came later up to the last that is
// there. What came later lies behind, may be absent, and is no number.
template <Described T>
std::uint16_t pointers_of(const T& from, const Layout& layout) {
    std::uint16_t count = layout.first_pointers;
    if (count == layout.pointers) return count;
    auto place = layout.places.begin();
    for_each_member(from, [&]<class Member>(const char*, const Member& member) {
        const Place& here = *place++;
        if constexpr (Optional<Member>)
            if (here.is_later && member) count = std::max(count, static_cast<std::uint16_t>(here.at + 1));
    });
    return count;
}

// A text, or what is one text.
template <class T>
auto& text_of(T& v) {
    if constexpr (TextLike<std::remove_const_t<T>>)
        return v.text;
    else
        return v;
}

// ---- encode

struct Writer {
    kj::ArrayPtr<kj::byte> data;
    capnp::List<AnyPointer>::Builder pointers;

    explicit Writer(AnyStruct::Builder to) : data(to.getDataSection()), pointers(to.getPointerSection()) {}

    template <Described T>
    static void members(AnyStruct::Builder to, const T& from, const Layout& layout) {
        Writer writer(to);
        auto place = layout.places.begin();
        for_each_member(from, [&](const char*, const auto& member) { writer.put(*place++, member); });
    }

    template <class T>
    void number(unsigned at, T v) {
        std::memcpy(data.begin() + at, &v, sizeof v);
    }
    void text(AnyPointer::Builder to, const std::string& v) {
        to.setAs<capnp::Text>(capnp::Text::Reader(v.c_str(), v.size()));
    }

    template <class T>
    void put(const Place& place, const T& v) {
        if constexpr (OptionalScalar<T>) {
            if (v) text(pointers[place.at], scalar_text(*v));
        } else if constexpr (Optional<T>) {
            if (v) put(place, *v);
        } else if constexpr (std::is_integral_v<T>) {
            number(place.at, v);
        } else if constexpr (std::is_same_v<T, Money>) {
            number(place.at, v.cents());
        } else if constexpr (kIsYear<T>) {
            number(place.at, v.number);
        } else if constexpr (std::is_same_v<T, Day>) {
            number(place.at, v.since_1970);
        } else if constexpr (DescribedEnum<T>) {
            number(place.at, static_cast<std::uint16_t>(v));
        } else if constexpr (std::is_same_v<T, std::string>) {
            text(pointers[place.at], v);
        } else if constexpr (TextLike<T>) {
            text(pointers[place.at], v.text);
        } else if constexpr (std::is_same_v<T, Personal>) {
            pointers[place.at].setAs<capnp::Data>(capnp::Data::Reader(v.seal.data(), v.seal.size()));
        } else if constexpr (List<T>) {
            list(place, v);
        } else if constexpr (Variant<T>) {
            const Layout& layout = body_layout(place.schema);
            body(pointers[place.at].initAsAnyStruct(layout.words, layout.pointers), layout, v);
        } else {
            const Layout& layout = layout_of<T>(place.schema);
            members(pointers[place.at].initAsAnyStruct(layout.words, pointers_of(v, layout)), v, layout);
        }
    }
    template <class T>
    void list(const Place& place, const std::vector<T>& v) {
        const auto size = static_cast<unsigned>(v.size());
        if constexpr (Described<T>) {
            const Layout& layout = layout_of<T>(place.schema);
            auto to = pointers[place.at].initAsListOfAnyStruct(layout.words, layout.pointers, size);
            for (unsigned i = 0; i < size; ++i) members(to[i], v[i], layout);
        } else if constexpr (std::is_same_v<T, std::string> || TextLike<T>) {
            auto to = pointers[place.at].initAs<capnp::List<capnp::Text>>(size);
            for (unsigned i = 0; i < size; ++i) {
                const std::string& one = text_of(v[i]);
                to.set(i, capnp::Text::Reader(one.c_str(), one.size()));
            }
        } else {
            auto to = pointers[place.at].initAs<capnp::List<T>>(size);
            for (unsigned i = 0; i < size; ++i) to.set(i, v[i]);
        }
    }
    template <class... Kinds>
    static void body(AnyStruct::Builder to, const Layout& layout, const std::variant<Kinds...>& v) {
        const Place& place = layout.places[v.index()];  // a narrower variant has the same order
        Writer writer(to);
        writer.number(layout.discriminant, place.discriminant);
        std::visit([&](const auto& kind) { writer.put(place, kind); }, v);
    }
};

// ---- decode

struct Reader {
    kj::ArrayPtr<const kj::byte> data;
    capnp::List<AnyPointer>::Reader pointers;

    explicit Reader(AnyStruct::Reader from) : data(from.getDataSection()), pointers(from.getPointerSection()) {}

    template <Described T>
    static void members(AnyStruct::Reader from, T& to, const Layout& layout) {
        const Reader reader(from);
        auto place = layout.places.begin();
        for_each_member(to, [&](const char*, auto& member) { reader.get(*place++, member); });
    }

    // What an older, shorter struct does not have is 0 or null.
    template <class T>
    T number(unsigned at) const {
        T v = 0;
        if (at + sizeof v <= data.size()) std::memcpy(&v, data.begin() + at, sizeof v);
        return v;
    }
    AnyPointer::Reader pointer(const Place& place) const {
        return place.at < pointers.size() ? pointers[place.at] : AnyPointer::Reader();
    }
    static void text(capnp::Text::Reader from, std::string& v) { v.assign(from.begin(), from.size()); }
    // It will be shown as JSON, and nothing that shows an event expects otherwise.
    static void check_json(const std::string& text) {
        boost::json::error_code error;
        boost::json::parse(text, error);
        if (error) throw Damaged("a text that is no JSON");
    }

    template <class T>
    void get(const Place& place, T& v) const {
        if constexpr (OptionalScalar<T>) {
            if (pointer(place).isNull()) return;
            std::string scalar;
            text(pointer(place).template getAs<capnp::Text>(), scalar);
            v = parse_scalar<typename T::value_type>(scalar);
            if (!v) throw Damaged("a number, day or name that is none");
        } else if constexpr (Optional<T>) {
            if (!pointer(place).isNull()) get(place, v.emplace());
        } else if constexpr (std::is_integral_v<T>) {
            v = number<T>(place.at);
        } else if constexpr (kIsYear<T>) {
            v = number<int>(place.at);
        } else if constexpr (std::is_same_v<T, Money>) {
            const auto cents = number<std::int64_t>(place.at);
            if (cents > Money::limit || cents < -Money::limit) throw Damaged("an amount beyond any amount");
            v = Money(cents);
        } else if constexpr (std::is_same_v<T, Day>) {
            v.since_1970 = number<std::int32_t>(place.at);
            if (v.since_1970 < kFirstDay || v.since_1970 > kLastDay) throw Damaged("a day beyond the calendar");
        } else if constexpr (DescribedEnum<T>) {
            const auto raw = number<std::uint16_t>(place.at);
            v = static_cast<T>(raw);
            if (raw > 0xff || enum_name(v).empty()) throw Damaged("unknown enumerant");
        } else if constexpr (std::is_same_v<T, std::string>) {
            text(pointer(place).template getAs<capnp::Text>(), v);
        } else if constexpr (TextLike<T>) {
            text(pointer(place).template getAs<capnp::Text>(), v.text);
            if constexpr (std::is_same_v<T, Json>) check_json(v.text);
        } else if constexpr (std::is_same_v<T, Personal>) {
            const auto seal = pointer(place).template getAs<capnp::Data>();
            if (seal.size() != v.seal.size()) throw Damaged("a personal seal of the wrong size");
            std::memcpy(v.seal.data(), seal.begin(), v.seal.size());
        } else if constexpr (List<T>) {
            list(place, v);
        } else if constexpr (Variant<T>) {
            body(pointer(place).template getAs<AnyStruct>(), body_layout(place.schema), v);
        } else {
            members(pointer(place).template getAs<AnyStruct>(), v, layout_of<T>(place.schema));
        }
    }
    template <class T>
    void list(const Place& place, std::vector<T>& v) const {
        if constexpr (Described<T>) {
            const auto from = pointer(place).template getAs<capnp::AnyList>().template as<capnp::List<AnyStruct>>();
            v.resize(from.size());
            for (unsigned i = 0; i < from.size(); ++i) members(from[i], v[i], layout_of<T>(place.schema));
        } else if constexpr (std::is_same_v<T, std::string> || TextLike<T>) {
            const auto from = pointer(place).template getAs<capnp::List<capnp::Text>>();
            v.resize(from.size());
            for (unsigned i = 0; i < from.size(); ++i) text(from[i], text_of(v[i]));
        } else {
            const auto from = pointer(place).template getAs<capnp::List<T>>();
            v.reserve(from.size());
            for (const T one : from) v.push_back(one);
        }
    }
    template <class... Kinds>
    static void body(AnyStruct::Reader from, const Layout& layout, std::variant<Kinds...>& v) {
        const Reader reader(from);
        const auto discriminant = reader.number<std::uint16_t>(layout.discriminant);
        const auto kind = std::ranges::find(layout.places, discriminant, &Place::discriminant) - layout.places.begin();
        if (static_cast<std::size_t>(kind) >= sizeof...(Kinds))
            throw Damaged("an event of a kind this program does not know");
        boost::mp11::mp_with_index<sizeof...(Kinds)>(static_cast<std::size_t>(kind), [&](auto index) {
            reader.get(layout.places[index], v.template emplace<index>());
        });
    }
};

}  // namespace

std::string encode(const Event& event) {
    // The first segment's size shows in the bytes of a long event, so it stays.
    thread_local std::array<capnp::word, 256> first_segment{};
    capnp::MallocMessageBuilder message(kj::arrayPtr(first_segment.data(), first_segment.size()));
    const capnp::StructSchema schema = capnp::Schema::from<schema::Event>();
    Writer::members(message.initRoot<capnp::DynamicStruct>(schema).as<AnyStruct>(), event, layout_of<Event>(schema));
    const auto words = capnp::messageToFlatArray(message);
    const auto bytes = words.asBytes();
    std::string encoded;
    encoded.reserve(bytes.size() + sizeof(Digest));  // the seal comes behind
    return encoded.append(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
}

Event decode(std::string_view bytes) {
    thread_local std::vector<capnp::word> aligned;
    if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0)
        throw Damaged("a length that is no whole number of words");
    aligned.resize(bytes.size() / sizeof(capnp::word));
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    Event event;
    const auto failed = kj::runCatchingExceptions([&] {
        capnp::ReaderOptions bounds;  // by default a record of 100 bytes may name 8 million empty structs
        bounds.traversalLimitInWords = 8 * aligned.size() + 1024;
        capnp::FlatArrayMessageReader reader(kj::arrayPtr(aligned.data(), aligned.size()), bounds);
        Reader::members(reader.getRoot<AnyStruct>(), event, layout_of<Event>(capnp::Schema::from<schema::Event>()));
    });
    KJ_IF_MAYBE (exception, failed) throw Damaged(exception->getDescription().cStr());
    if (event.recordedAt < kFirstDay * kMicrosecondsADay || event.recordedAt >= (kLastDay + 1) * kMicrosecondsADay)
        throw Damaged("a time beyond the calendar");
    return event;
}

Event read_event(Position position, std::string_view payload) {
    const auto damaged = [&](const std::string& what) {
        return Fault(code::damaged_record, {{"position", std::to_string(position)}, {"what", what}});
    };
    try {
        Event event = decode(payload);
        if (event.position != position) throw damaged("it calls itself " + std::to_string(event.position));
        return event;
    } catch (const Damaged& damage) {
        throw damaged(damage.what());
    }
}

}  // namespace ipep
