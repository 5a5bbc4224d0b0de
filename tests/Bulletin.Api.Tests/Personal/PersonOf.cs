using System.Reflection;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Personal;

namespace Bulletin.Api.Tests.Personal;

/// <summary>A grain factory whose people are one person, as a test says.</summary>
public class PersonOf : DispatchProxy
{
    private IGrainFactory? others;
    private IPersonalGrain person = null!;

    internal static IGrainFactory Test(SaidOfPerson said, IGrainFactory? others = null)
    {
        var proxy = Create<IGrainFactory, PersonOf>();
        ((PersonOf)(object)proxy).others = others;
        ((PersonOf)(object)proxy).person = SayingPerson.Of(said);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.IsGenericMethod ? targetMethod.GetGenericArguments()[0] : null;
        if (type == typeof(IPersonalGrain)) return person;
        // The observer is called as it is; deleting it does nothing.
        if (type == typeof(IPersonalObserver)) return targetMethod.Name == nameof(IGrainFactory.CreateObjectReference) ? args![0] : null;
        return targetMethod.Invoke(others, args);
    }
}

/// <summary>What the person's grain answers.</summary>
internal sealed class SaidOfPerson
{
    /// <summary>Given the version that a gateway has.</summary>
    public Func<long, Task<PersonalSnapshot>> Watch { get; set; } = after => Task.FromResult(Snapshot(after));

    public Func<IReadOnlyList<Guid>, IReadOnlyList<TopicState>> States { get; set; } = _ => [];

    public Func<TopicFilter, int, DirectoryCursor?, PersonalTopicPage> Topics { get; set; } = (_, _, _) => throw new InvalidOperationException("The database is not to be asked.");

    public int Unwatched { get; set; }

    public static PersonalSnapshot Snapshot(long version, params TopicState[] topics) => new(version, topics, [], 0, Reset: false, Silo: null);

    public static TopicState State(Guid topicId, long version, long readSeq = 1) => new(topicId, readSeq, 0, 0, NotificationLevel.Default, true, null, version);
}

/// <summary>A person's grain that says what a test says.</summary>
public class SayingPerson : DispatchProxy
{
    private SaidOfPerson said = null!;

    internal static IPersonalGrain Of(SaidOfPerson said)
    {
        var proxy = Create<IPersonalGrain, SayingPerson>();
        ((SayingPerson)(object)proxy).said = said;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IPersonalGrain.Watch):
                return said.Watch((long)args![1]!);
            case nameof(IPersonalGrain.States):
                return Task.FromResult(said.States((IReadOnlyList<Guid>)args![0]!));
            case nameof(IPersonalGrain.Having):
                return Task.FromResult<IReadOnlyList<Guid>>([.. said.States((IReadOnlyList<Guid>)args![0]!).Select(state => state.TopicId)]);
            case nameof(IPersonalGrain.Topics):
                return Task.FromResult(said.Topics((TopicFilter)args![0]!, (int)args[1]!, (DirectoryCursor?)args[2]));
            default:
                Assert.Equal(nameof(IPersonalGrain.Unwatch), targetMethod.Name);
                said.Unwatched++;
                return Task.CompletedTask;
        }
    }
}
