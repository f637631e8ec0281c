// Package ftm is the data model: entities as FollowTheMoney describes them.
//
// An [Entity] has an id, a [Schema] (Person, Vessel, Sanction, …) and values
// for the schema's properties. Each [Property] has a [Type]; [Entity.Add] turns
// a value into the type's one written form (a country into its code, a date
// into an ISO 8601 prefix, an identifier into its bare characters with the
// check digit verified) or keeps it aside with the reason, so that no value is
// ever dropped in silence:
//
//	e := ftm.New("Vessel", "us_ofac_sdn-15036")
//	e.Add("name", "CHONG CHON GANG")
//	e.Add("imoNumber", "IMO 7937317") // kept as IMO7937317
//	e.Add("flag", "North Korea")      // kept as kp
//	e.Add("imoNumber", "7937318")     // an error; e.Rejected tells the value and why
//
// Entities are read and written as entities.ftm.json lines ([Decoder],
// [Encoder]), the form in which OpenSanctions and Aleph exchange them.
// Relations (Ownership, Family, Sanction, …) are entities too, whose properties
// of type entity hold the ids of the others.
//
// The package imports nothing of this program. Values of one process are safe
// to share once no longer added to.
package ftm
