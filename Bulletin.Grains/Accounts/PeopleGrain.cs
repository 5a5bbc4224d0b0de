using Orleans.Concurrency;

namespace Bulletin.Grains.Accounts;

[StatelessWorker]
internal sealed class PeopleGrain(IUserStore users) : Grain, IPeopleGrain
{
    public Task<IReadOnlyList<User>> Search(string prefix, int limit, string? afterUsername, CancellationToken cancellationToken) =>
        users.Search(prefix, limit, afterUsername, cancellationToken);
}
