using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>A committer whose database fails when told to: before it commits, or after, so that the answer gets lost.</summary>
internal sealed class FaultyCommitter(IBatchCommitter committer, Faults faults) : IBatchCommitter
{
    public async Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken)
    {
        await faults.Commits.Pass();
        var fault = faults.Next();
        if (fault == Fault.BeforeCommit) throw new StorageUnavailableException("Failed before the commit, as told.");
        var results = await committer.Commit(batch, cancellationToken);
        if (fault == Fault.AfterCommit) throw new StorageUnavailableException("Failed after the commit, as told.");
        return results;
    }
}

internal enum Fault
{
    None,
    BeforeCommit,
    AfterCommit,
}

/// <summary>What the next commits come to; shared by all silos of a cluster.</summary>
internal sealed class Faults
{
    private readonly Lock gate = new();
    private readonly Queue<Fault> planned = new();

    /// <summary>Holds commits: the database is slow.</summary>
    public HeldLookups Commits { get; } = new();

    public void Plan(params ReadOnlySpan<Fault> faults)
    {
        lock (gate)
            foreach (var fault in faults) planned.Enqueue(fault);
    }

    public void Clear()
    {
        lock (gate) planned.Clear();
    }

    public Fault Next()
    {
        lock (gate) return planned.TryDequeue(out var fault) ? fault : Fault.None;
    }
}
