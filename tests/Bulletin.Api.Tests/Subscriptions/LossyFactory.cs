using System.Reflection;
using Bulletin.Grains;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests;

/// <summary>A grain factory whose observers receive only the events that <see cref="Letters"/> delivers, when it delivers them.</summary>
public class LossyFactory : DispatchProxy
{
    private IGrainFactory inner = null!;
    private Letters letters = null!;

    internal static IGrainFactory Around(IGrainFactory inner, Letters letters)
    {
        var proxy = Create<IGrainFactory, LossyFactory>();
        ((LossyFactory)(object)proxy).inner = inner;
        ((LossyFactory)(object)proxy).letters = letters;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference))
            args![0] = args[0] switch
            {
                ITopicObserver observer => letters.For(observer),
                IDirectoryObserver => letters.Deaf,
                var other => other,
            };
        var made = targetMethod.Invoke(inner, args);
        return made is ITopicGrain topic ? LateReaders.Around(topic, letters) : made;
    }
}

/// <summary>A topic whose readers can be read when a test says so.</summary>
public class LateReaders : DispatchProxy
{
    private ITopicGrain inner = null!;
    private Letters letters = null!;

    internal static ITopicGrain Around(ITopicGrain inner, Letters letters)
    {
        var proxy = Create<ITopicGrain, LateReaders>();
        ((LateReaders)(object)proxy).inner = inner;
        ((LateReaders)(object)proxy).letters = letters;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(ITopicGrain.Get)) letters.CountGet();
        return targetMethod.Name == nameof(ITopicGrain.Readers) ? Read() : targetMethod.Invoke(inner, args);
    }

    private async Task<Outcome<Readers>> Read()
    {
        await letters.ReadersCanBeRead;
        return await inner.Readers();
    }
}

/// <summary>Holds a topic's events for one gateway until the test delivers or drops them.</summary>
internal sealed class Letters : ITopicObserver
{
    private readonly System.Threading.Channels.Channel<TopicChanged> told = System.Threading.Channels.Channel.CreateUnbounded<TopicChanged>();
    private ITopicObserver? addressee;
    private int gets;

    /// <summary>How often topics were asked whether somebody may see them.</summary>
    public int Gets => Volatile.Read(ref gets);

    public void CountGet() => Interlocked.Increment(ref gets);

    /// <summary>Receives the directory's events and drops them.</summary>
    public IDirectoryObserver Deaf { get; } = new Loser();

    public ITopicObserver For(ITopicObserver observer)
    {
        addressee = observer;
        return this;
    }

    /// <summary>The topic's next events.</summary>
    public async Task<List<TopicChanged>> Take(int count)
    {
        List<TopicChanged> taken = [];
        while (taken.Count < count)
            taken.Add(await told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        return taken;
    }

    public Task Deliver(TopicChanged letter) => addressee!.Changed(letter);

    /// <summary>Reads of the topic's readers wait for this.</summary>
    public Task ReadersCanBeRead { get; set; } = Task.CompletedTask;

    /// <summary>Whether what the topic says of its readers and of itself is lost.</summary>
    public bool OnlyChanges { get; set; }

    public Task Changed(TopicChanged change) => told.Writer.WriteAsync(change).AsTask();

    public Task Described(TopicDescribed change) => OnlyChanges ? Task.CompletedTask : addressee!.Described(change);

    public Task ReadersChanged(Readers readers) => OnlyChanges ? Task.CompletedTask : addressee!.ReadersChanged(readers);

    public Task Leaving() => addressee!.Leaving();

    public Task Typing(User user, long membersVersion) => addressee!.Typing(user, membersVersion);

    private sealed class Loser : IDirectoryObserver
    {
        public Task Changed(DirectoryChanged changed) => Task.CompletedTask;

        public Task Leaving() => Task.CompletedTask;
    }
}
