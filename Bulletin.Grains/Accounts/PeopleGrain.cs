using Orleans.Concurrency;

namespace Bulletin.Grains.Accounts;

[StatelessWorker]
internal sealed class PeopleGrain(IPeopleIndex people) : Grain, IPeopleGrain
{
    public Task<PeopleFound> Find(string typed, int limit, PersonPlace? after, CancellationToken cancellationToken) =>
        people.Find(typed, limit, after, cancellationToken);

    public async Task<IReadOnlyList<User>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var found = (await people.ByIds([.. ids.Distinct()], cancellationToken)).ToDictionary(user => user.Id);
        User[] inOrder = [.. ids.Where(found.ContainsKey).Select(id => found[id])];
        return inOrder;
    }

    public Task<IReadOnlyList<User>> ByNames(IReadOnlyList<string> usernameKeys, CancellationToken cancellationToken) =>
        people.ByNames([.. usernameKeys.Distinct()], cancellationToken);

    public async Task<IReadOnlyList<User>> Search(string prefix, int limit, string? afterUsername, CancellationToken cancellationToken)
    {
        if (afterUsername is null) return (await people.Find(prefix, limit, after: null, cancellationToken)).Items;
        var place = await people.PlaceOf(afterUsername, prefix, cancellationToken);
        return place is null ? [] : (await people.Find(prefix, limit, place, cancellationToken)).Items;
    }
}
