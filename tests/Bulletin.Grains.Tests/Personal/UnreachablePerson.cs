using System.Collections.Concurrent;
using System.Reflection;
using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>One person's grain that fails until it is back, among the others.</summary>
internal sealed class UnreachablePerson
{
    private int calls;

    public IGrainFactory Grains { get; private set; } = null!;

    public bool IsBack { get; set; }

    /// <summary>How often something was to be delivered.</summary>
    public int Calls => calls;

    /// <summary>What was withdrawn.</summary>
    public ConcurrentQueue<Guid> Withdrawn { get; } = new();

    public static UnreachablePerson In(IGrainFactory grains, Guid userId)
    {
        UnreachablePerson unreachable = new();
        var person = Proxy.Of(grains.GetGrain<IPersonalGrain>(userId), (method, arguments) => unreachable.Called(method, arguments));
        unreachable.Grains = Proxy.Of(
            grains, (method, arguments) => method.Name == nameof(IGrainFactory.GetGrain) && arguments is [Guid id, ..] && id == userId ? person : null);
        return unreachable;
    }

    private Task? Called(MethodInfo method, object?[] arguments)
    {
        if (method.Name == nameof(IPersonalGrain.Deliver)) Interlocked.Increment(ref calls);
        if (!IsBack) return Task.FromException(new TimeoutException("Unreachable, as told."));
        if (method.Name == nameof(IPersonalGrain.Withdraw))
            foreach (var topicId in (IReadOnlyList<Guid>)arguments[0]!) Withdrawn.Enqueue(topicId);
        return null;
    }
}

/// <summary>Answers some calls of an interface itself, and passes on the others.</summary>
public class Proxy : DispatchProxy
{
    private object real = null!;
    private Func<MethodInfo, object?[], object?> answer = null!;

    /// <param name="answer">Null passes the call on.</param>
    public static T Of<T>(T real, Func<MethodInfo, object?[], object?> answer) where T : class
    {
        var proxy = Create<T, Proxy>();
        ((Proxy)(object)proxy).real = real;
        ((Proxy)(object)proxy).answer = answer;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        answer(targetMethod!, args ?? []) ?? targetMethod!.Invoke(real, args);
}
