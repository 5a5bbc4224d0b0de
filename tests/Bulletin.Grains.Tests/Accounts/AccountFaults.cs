using System.Collections.Concurrent;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
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

    /// <summary>What somebody else does to accounts just before the next write of <see cref="IUserStore.Administer"/>.</summary>
    public Func<IUserStore, Task>? Meanwhile { private get; set; }

    public Func<IUserStore, Task>? TakeMeanwhile()
    {
        var taken = Meanwhile;
        Meanwhile = null;
        return taken;
    }

    private readonly ConcurrentDictionary<Guid, int> _seen = new();

    /// <summary>How often it was noted that somebody was seen.</summary>
    public int SeenOf(Guid userId) => _seen.GetValueOrDefault(userId);

    public void CountSeen(Guid userId) => _seen.AddOrUpdate(userId, 1, (_, times) => times + 1);

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

    public Task<bool> Create(StoredAccount account, AuditEntry? audit, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.Create(account, audit, cancellationToken));

    public Task<bool> CreateFor(
        StoredAccount account, byte[] tokenHash, DateTimeOffset expiresAt, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.CreateFor(account, tokenHash, expiresAt, audits, cancellationToken));

    public Task<bool> ChangeDisplayName(Guid userId, string displayName, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.ChangeDisplayName(userId, displayName, cancellationToken));

    public Task<bool> ChangePasswordHash(Guid userId, string passwordHash, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.ChangePasswordHash(userId, passwordHash, cancellationToken));

    public Task<bool> ChangePassword(Guid userId, string passwordHash, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.ChangePassword(userId, passwordHash, cancellationToken));

    public Task<AccountWrite> Anonymise(
        Guid userId, string anonymousUsername, string displayName, DateTimeOffset nameRestsUntil, AuditEntry? audit, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.Anonymise(userId, anonymousUsername, displayName, nameRestsUntil, audit, cancellationToken));

    public Task<IReadOnlyList<User>> ChangedSince(DateTimeOffset since, CancellationToken cancellationToken) =>
        users.ChangedSince(since, cancellationToken);

    public Task<AccountWrite> Administer(StoredAccount from, StoredAccount next, IReadOnlyList<AuditEntry> audits, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, async () =>
        {
            if (faults.TakeMeanwhile() is { } meanwhile) await meanwhile(users);
            return await users.Administer(from, next, audits, cancellationToken);
        });

    public Task Seen(Guid userId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        faults.CountSeen(userId);
        faults.ThrowIfAway();
        return users.Seen(userId, at, cancellationToken);
    }

    public Task<bool> BeginReset(Guid userId, byte[] tokenHash, DateTimeOffset expiresAt, AuditEntry audit, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.BeginReset(userId, tokenHash, expiresAt, audit, cancellationToken));

    public Task<bool> DropReset(Guid userId, AuditEntry audit, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.DropReset(userId, audit, cancellationToken));

    public Task<string?> FindReset(byte[] tokenHash, DateTimeOffset at, CancellationToken cancellationToken) =>
        users.FindReset(tokenHash, at, cancellationToken);

    public Task<bool> EndReset(Guid userId, byte[] tokenHash, DateTimeOffset at, string passwordHash, CancellationToken cancellationToken) =>
        faults.Write(faults.OfRows, () => users.EndReset(userId, tokenHash, at, passwordHash, cancellationToken));

    public Task<IReadOnlyList<StoredAccount>> Staff(CancellationToken cancellationToken) => users.Staff(cancellationToken);
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
