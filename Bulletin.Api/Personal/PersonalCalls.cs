using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Personal;

/// <summary>Calls to the grains of people.</summary>
internal static class PersonalCalls
{
    public static IPersonalGrain Person(this IGrainFactory grains, Guid userId) => grains.GetGrain<IPersonalGrain>(userId);

    /// <summary>Repeats a call until it is answered. Only for idempotent calls.</summary>
    /// <exception cref="ProblemException">With <c>unavailable</c>.</exception>
    public static async Task<T> UntilAnswered<T>(Func<Task<T>> call, TimeProvider clock, CancellationToken cancellationToken) where T : class =>
        (await GrainCalls.UntilSettled(async () => new Outcome<T>(await call(), Refusal.None), clock, cancellationToken)).OrThrow();
}
