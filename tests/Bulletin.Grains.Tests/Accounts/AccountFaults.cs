using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;
using Orleans.Storage;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>What the next writes come to, and whether storage is there at all; shared by all silos of a cluster.</summary>
internal sealed class AccountFaults
{
    public Faults OfRows { get; } = new();

    public Faults OfSessions { get; } = new();

    /// <summary>Nothing can be read or written.</summary>
    public bool Away { get; set; }

    /// <summary>Writes of sessions begin, and go on once it is set.</summary>
    public HeldWrite? Held { get; set; }

    public async Task<T> Write<T>(Faults faults, Func<Task<T>> write)
    {
        var fault = Away ? Fault.BeforeCommit : faults.Next();
        if (fault == Fault.BeforeCommit) throw new StorageUnavailableException("Failed before the write, as told.");
        var result = await write();
        if (fault == Fault.AfterCommit) throw new StorageUnavailableException("Failed after the write, as told.");
        return result;
    }

    public void ThrowIfAway()
    {
        if (Away) throw new StorageUnavailableException("Away, as told.");
    }
}

/// <summary>A write that has begun and waits.</summary>
internal sealed class HeldWrite
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public void Release() => _released.SetResult();

    public Task Enter()
    {
        _begun.TrySetResult();
        return _released.Task;
    }
}

internal sealed class FaultyUserStore(IUserStore users, AccountFaults faults) : IUserStore
{
    public Task<StoredAccount?> Find(string usernameKey, CancellationToken cancellationToken)
    {
        faults.ThrowIfAway();
        return users.Find(usernameKey, cancellationToken);
    }

    public Task<IReadOnlyList<string>> FindAlike(string name, CancellationToken cancellationToken)
    {
        faults.ThrowIfAway();
        return users.FindAlike(name, cancellationToken);
    }

    public Task<bool> Create(StoredAccount account, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.Create(account, cancellationToken));

    public Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.ChangeDisplayName(userId, displayName, cancellationToken));

    public Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.ChangePasswordHash(userId, passwordHash, cancellationToken));

    public Task<bool> Anonymise(Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.Anonymise(userId, anonymousUsername, displayName, nameRestsUntil, cancellationToken));

    public Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken) =>
        users.ChangedSince(since, cancellationToken);

    public Task<bool> SetModerator(string usernameKey, bool isModerator, CancellationToken cancellationToken) =>
        users.SetModerator(usernameKey, isModerator, cancellationToken);
}

internal sealed class FaultyDocuments(IGrainStorage documents, AccountFaults faults) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        faults.ThrowIfAway();
        return documents.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (faults.Held is { } held) await held.Enter();
        await faults.Write(faults.OfSessions, async () =>
        {
            await documents.WriteStateAsync(stateName, grainId, grainState);
            return true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        faults.Write(faults.OfSessions, async () =>
        {
            await documents.ClearStateAsync(stateName, grainId, grainState);
            return true;
        });

    public void Participate(ISiloLifecycle observer) => (documents as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);
}
