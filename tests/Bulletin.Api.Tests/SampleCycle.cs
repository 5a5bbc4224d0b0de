// Two namespaces that depend on each other only inside method bodies, for NamespaceTests.
namespace SampleCycle.Orders
{
    internal static class Order
    {
        public static async Task<int> Total()
        {
            await Task.Yield();
            return Payments.Payment.Fee;
        }

        public static int Count => 1;
    }
}

namespace SampleCycle.Payments
{
    internal static class Payment
    {
        public static int Fee => 1;

        public static Func<int, int> Discount => price => price - Orders.Order.Count;
    }
}
