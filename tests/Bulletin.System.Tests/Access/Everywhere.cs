using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Somebody who is signed in through every gateway of a site.</summary>
internal sealed class Everywhere : IAsyncDisposable
{
    private readonly Person[] _at;
    private readonly Lazy<Task<HubClient>>[] _hubs;

    private Everywhere(Person[] at)
    {
        _at = at;
        _hubs = [.. at.Select(person => new Lazy<Task<HubClient>>(() => HubClient.Of(person)))];
    }

    public string Username => _at[0].Username;
    public Guid Id => _at[0].Id;

    public static async Task<Everywhere> SignedUp(IReadOnlyList<Uri> gateways, string like)
    {
        var first = await Person.SignedUp(gateways[0], Person.NewName(like));
        return new([first, .. await Task.WhenAll(gateways.Skip(1).Select(first.Again))]);
    }

    public Person At(int gateway) => _at[gateway];

    /// <summary>Their one connection to this gateway's hub.</summary>
    public Task<HubClient> Hub(int gateway) => _hubs[gateway].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs)
            if (hub.IsValueCreated && hub.Value.IsCompletedSuccessfully) await (await hub.Value).DisposeAsync();
        foreach (var person in _at) person.Dispose();
    }
}
