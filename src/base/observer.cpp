// The list is replaced as a whole; old lists are kept (a handful in the life of a process), so that a running loop
// never sees a freed one.
#include "base/observer.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

namespace ttnn {
namespace {
std::mutex& mutex() {
    static auto* m = new std::mutex;
    return *m;
}
const std::vector<Observer*> nobody;

void replace(std::vector<Observer*> list) {
    detail::observers.store(new std::vector<Observer*>(std::move(list)), std::memory_order_release);
}
}  // namespace

std::atomic<const std::vector<Observer*>*> detail::observers{&nobody};

void attach(Observer* observer) {
    std::lock_guard lock(mutex());
    auto list = *detail::observers.load();
    list.push_back(observer);
    replace(std::move(list));
}

void detach(Observer* observer) {
    std::lock_guard lock(mutex());
    auto list = *detail::observers.load();
    std::erase(list, observer);
    replace(std::move(list));
}

}  // namespace ttnn
