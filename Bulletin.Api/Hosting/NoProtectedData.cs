using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Authentication adds ASP.NET Core's data protection, which stores keys in the home folder. Bulletin uses no cookies
/// and protects no data with it, so the keys stay in memory.
/// </summary>
internal sealed class NoProtectedData : IXmlRepository
{
    public static void Configure(KeyManagementOptions keys) => keys.XmlRepository = new NoProtectedData();

    public IReadOnlyCollection<XElement> GetAllElements() => [];

    public void StoreElement(XElement element, string friendlyName) { }
}
