#include "events/codec.h"

#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <cstring>

#include "events/describe.h"
#include "events/event.capnp.h"
#include "events/fault.h"

namespace ipep {
namespace {

using capnp::DynamicList;
using capnp::DynamicStruct;
using capnp::DynamicValue;
using Field = capnp::StructSchema::Field;

// The schema's fields in the order of T's members; looked up once.
template <class T>
const std::vector<Field>& fields_of(capnp::StructSchema schema) {
    static const std::vector<Field> fields = [&] {
        std::vector<Field> found;
        boost::mp11::mp_for_each<MembersOf<T>>([&](auto d) { found.push_back(schema.getFieldByName(d.name)); });
        return found;
    }();
    return fields;
}

const std::vector<Field>& body_fields(capnp::StructSchema schema) {
    static const std::vector<Field> fields = [&] {
        std::vector<Field> found;
        for (const std::string_view kind : kKinds) found.push_back(schema.getFieldByName(std::string(kind).c_str()));
        return found;
    }();
    return fields;
}

capnp::Text::Reader text_ptr(const std::string& text) { return {text.c_str(), text.size()}; }

// ---- encode

struct Writer {
    template <Described T>
    static void members(DynamicStruct::Builder to, const T& from) {
        std::size_t index = 0;
        const auto& fields = fields_of<T>(to.getSchema());
        for_each_member(from, [&](const char*, const auto& member) { put(to, fields[index++], member); });
    }

    static void put(DynamicStruct::Builder to, Field field, const std::string& v) { to.set(field, text_ptr(v)); }
    template <TextLike T>
    static void put(DynamicStruct::Builder to, Field field, const T& v) {
        to.set(field, text_ptr(v.text));
    }
    template <class T>
        requires std::is_integral_v<T>
    static void put(DynamicStruct::Builder to, Field field, T v) {
        to.set(field, v);
    }
    static void put(DynamicStruct::Builder to, Field field, Money v) { to.set(field, v.cents()); }
    static void put(DynamicStruct::Builder to, Field field, Day v) { to.set(field, v.since_1970); }
    template <DescribedEnum E>
    static void put(DynamicStruct::Builder to, Field field, E v) {
        to.set(field, capnp::DynamicEnum(field.getType().asEnum(), static_cast<std::uint16_t>(v)));
    }
    static void put(DynamicStruct::Builder to, Field field, const Personal& v) {
        to.set(field, capnp::Data::Reader(v.seal.data(), v.seal.size()));
    }
    template <class T>
    static void put(DynamicStruct::Builder to, Field field, const std::optional<T>& v) {
        if (v) put(to, field, *v);
    }
    template <Described T>
    static void put(DynamicStruct::Builder to, Field field, const T& v) {
        members(to.init(field).as<DynamicStruct>(), v);
    }
    template <class T>
    static void put(DynamicStruct::Builder to, Field field, const std::vector<T>& v) {
        auto list = to.init(field, static_cast<unsigned>(v.size())).template as<DynamicList>();
        for (unsigned i = 0; i < v.size(); ++i) {
            if constexpr (Described<T>)
                members(list[i].template as<DynamicStruct>(), v[i]);
            else if constexpr (TextLike<T>)
                list.set(i, text_ptr(v[i].text));
            else
                list.set(i, v[i]);
        }
    }
    template <class... Kinds>
    static void put(DynamicStruct::Builder to, Field field, const std::variant<Kinds...>& v) {
        body(to.init(field).as<DynamicStruct>(), v);
    }
    template <class... Kinds>
    static void body(DynamicStruct::Builder to, const std::variant<Kinds...>& v) {
        std::visit(
            [&]<class Kind>(const Kind& kind) {
                const Field field = body_fields(to.getSchema())[kKindIndex<Kind>];
                members(to.init(field).template as<DynamicStruct>(), kind);
            },
            v);
    }
};

// ---- decode

struct Reader {
    template <Described T>
    static void members(DynamicStruct::Reader from, T& to) {
        std::size_t index = 0;
        const auto& fields = fields_of<T>(from.getSchema());
        for_each_member(to, [&](const char*, auto& member) { get(from, fields[index++], member); });
    }

    static std::string text(const DynamicValue::Reader& value) {
        const auto reader = value.as<capnp::Text>();
        return {reader.begin(), reader.size()};
    }
    static void get(DynamicStruct::Reader from, Field field, std::string& v) { v = text(from.get(field)); }
    template <TextLike T>
    static void get(DynamicStruct::Reader from, Field field, T& v) {
        v.text = text(from.get(field));
    }
    template <class T>
        requires std::is_integral_v<T>
    static void get(DynamicStruct::Reader from, Field field, T& v) {
        v = from.get(field).as<T>();
    }
    static void get(DynamicStruct::Reader from, Field field, Money& v) {
        const auto cents = from.get(field).as<std::int64_t>();
        if (cents > Money::limit || cents < -Money::limit) throw Damaged("an amount beyond any amount");
        v = Money(cents);
    }
    static void get(DynamicStruct::Reader from, Field field, Day& v) {
        v.since_1970 = from.get(field).as<std::int32_t>();
    }
    template <DescribedEnum E>
    static void get(DynamicStruct::Reader from, Field field, E& v) {
        v = static_cast<E>(from.get(field).as<capnp::DynamicEnum>().getRaw());
        if (enum_name(v).empty()) throw Damaged("unknown enumerant");
    }
    static void get(DynamicStruct::Reader from, Field field, Personal& v) {
        const auto data = from.get(field).as<capnp::Data>();
        if (data.size() != v.seal.size()) throw Damaged("a personal seal of the wrong size");
        std::memcpy(v.seal.data(), data.begin(), v.seal.size());
    }
    template <class T>
    static void get(DynamicStruct::Reader from, Field field, std::optional<T>& v) {
        if (from.has(field)) get(from, field, v.emplace());
    }
    template <Described T>
    static void get(DynamicStruct::Reader from, Field field, T& v) {
        members(from.get(field).as<DynamicStruct>(), v);
    }
    template <class T>
    static void get(DynamicStruct::Reader from, Field field, std::vector<T>& v) {
        const auto list = from.get(field).as<DynamicList>();
        v.reserve(list.size());
        for (const DynamicValue::Reader one : list) {
            if constexpr (Described<T>)
                members(one.as<DynamicStruct>(), v.emplace_back());
            else if constexpr (TextLike<T>)
                v.push_back(T{text(one)});
            else
                v.push_back(one.as<T>());
        }
    }
    template <class... Kinds>
    static void get(DynamicStruct::Reader from, Field field, std::variant<Kinds...>& v) {
        body(from.get(field).as<DynamicStruct>(), v);
    }
    template <class... Kinds>
    static void body(DynamicStruct::Reader from, std::variant<Kinds...>& v) {
        KJ_IF_MAYBE (field, from.which()) {
            const std::size_t kind = field->getIndex();
            bool known = false;
            boost::mp11::mp_for_each<boost::mp11::mp_list<Kinds...>>([&](auto alternative) {
                using Kind = decltype(alternative);
                if (body_fields(from.getSchema())[kKindIndex<Kind>].getIndex() != kind) return;
                members(from.get(*field).template as<DynamicStruct>(), v.template emplace<Kind>());
                known = true;
            });
            if (known) return;
        }
        throw Damaged("an event of a kind this program does not know");
    }
};

}  // namespace

std::string encode(const Event& event) {
    capnp::MallocMessageBuilder message(256);
    Writer::members(message.initRoot<DynamicStruct>(capnp::Schema::from<schema::Event>()), event);
    const auto words = capnp::messageToFlatArray(message);
    const auto bytes = words.asBytes();
    return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}

Event decode(std::string_view bytes) {
    thread_local std::vector<capnp::word> aligned;
    if (bytes.size() % sizeof(capnp::word) != 0) throw Damaged("a length that is no whole number of words");
    aligned.resize(bytes.size() / sizeof(capnp::word));
    std::memcpy(aligned.data(), bytes.data(), bytes.size());
    Event event;
    const auto failed = kj::runCatchingExceptions([&] {
        capnp::FlatArrayMessageReader reader(kj::arrayPtr(aligned.data(), aligned.size()));
        Reader::members(reader.getRoot<DynamicStruct>(capnp::Schema::from<schema::Event>()), event);
    });
    KJ_IF_MAYBE (exception, failed) throw Damaged(exception->getDescription().cStr());
    return event;
}

Event read_event(Position position, std::string_view payload) {
    const auto damaged = [&](const std::string& what) {
        return Fault(Code::damaged_record, {{"position", std::to_string(position)}, {"what", what}});
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
