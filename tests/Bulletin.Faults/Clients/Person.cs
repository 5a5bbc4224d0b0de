namespace Bulletin.Faults.Clients;

/// <summary>Somebody with an account.</summary>
internal sealed class Person(string username, Guid id, string token)
{
    public const string Password = "correct horse battery staple";

    public string Username => username;
    public Guid Id => id;

    /// <summary>Good at every gateway.</summary>
    public string Token { get; set; } = token;
}
