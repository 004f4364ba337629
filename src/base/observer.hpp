// Listeners of what the library does: graph capture, comparison, memory and performance reports. Code that emits an
// event never asks whether somebody listens for this or that; with no listener the loop is empty. Attach and detach
// take a lock; events do not.
#pragma once
#include <atomic>
#include <vector>

namespace ttnn {

class Buffer;
struct OperationEvent;  // op/event.hpp
struct ProgramEvent;    // op/event.hpp

class Observer {
 public:
    virtual ~Observer() = default;
    virtual void operation_begin(const OperationEvent&) {}
    virtual void operation_end(const OperationEvent&) {}
    virtual void program(const ProgramEvent&) {}
    virtual void buffer_allocate(const Buffer&) {}
    virtual void buffer_deallocate(const Buffer&) {}
};

void attach(Observer* observer);
/// The observer gets no event after detach returns on the same thread.
void detach(Observer* observer);

namespace detail {
extern std::atomic<const std::vector<Observer*>*> observers;
}

inline bool observed() { return !detail::observers.load(std::memory_order_acquire)->empty(); }

template <class F>
void for_each_observer(F f) {
    for (auto* o : *detail::observers.load(std::memory_order_acquire)) f(*o);
}

}  // namespace ttnn
