using System.Reflection;
using System.Threading.Channels;
using Bulletin.Grains.Directory;

namespace Bulletin.Api.Tests;

/// <summary>A grain factory whose grains of people, and of the index, never answer.</summary>
public class HungPeople : DispatchProxy
{
    private IGrainFactory inner = null!;
    private UnansweredCalls calls = null!;

    internal static IGrainFactory Around(IGrainFactory inner, UnansweredCalls calls)
    {
        var proxy = Create<IGrainFactory, HungPeople>();
        ((HungPeople)(object)proxy).inner = inner;
        ((HungPeople)(object)proxy).calls = calls;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod switch
    {
        { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true } when targetMethod.GetGenericArguments()[0] == typeof(IUserGrain) => HungGrain.Of<IUserGrain>(calls),
        { Name: nameof(IGrainFactory.GetGrain), IsGenericMethod: true } when targetMethod.GetGenericArguments()[0] == typeof(ITopicIndexGrain) => HungGrain.Of<ITopicIndexGrain>(calls),
        _ => targetMethod!.Invoke(inner, args),
    };
}

/// <summary>A grain that never answers.</summary>
public class HungGrain : DispatchProxy
{
    private UnansweredCalls calls = null!;

    internal static T Of<T>(UnansweredCalls calls) where T : class
    {
        var proxy = Create<T, HungGrain>();
        ((HungGrain)(object)proxy).calls = calls;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        calls.Add(targetMethod!.Name);
        var never = typeof(TaskCompletionSource<>).MakeGenericType(targetMethod.ReturnType.GetGenericArguments());
        return never.GetProperty(nameof(TaskCompletionSource.Task))!.GetValue(Activator.CreateInstance(never));
    }
}

/// <summary>The calls that grains do not answer, in order.</summary>
internal sealed class UnansweredCalls
{
    private readonly Channel<string> names = Channel.CreateUnbounded<string>();

    public void Add(string name) => names.Writer.TryWrite(name);

    public async Task Next(string name) =>
        Assert.Equal(name, await names.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
}
